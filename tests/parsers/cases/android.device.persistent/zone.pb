[[1, [[1, "persist.sys.timezone"], [2, "Europe/Lisbon"]]], [1, [[1, "persist.sys.locale"], [2, "pt-PT"]]], [1, [[1, "persist.sys.usb.config"], [2, "adb"]]]]
