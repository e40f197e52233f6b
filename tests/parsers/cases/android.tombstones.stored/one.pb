[[1, 1], [2, "example/phone:14/A:user/release-keys"], [3, "0"], [4, "2024-11-18 17:13:18.535765682+0100"], [5, 2068], [6, 2128], [7, 10244],
 [8, "u:r:untrusted_app:s0"], [9, "com.example.chat"], [10, [[1, 6], [2, "SIGABRT"]]], [14, "the last words"], [20, 715]]
