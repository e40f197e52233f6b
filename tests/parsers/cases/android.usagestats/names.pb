[[1, 3], [2, [[1, 7], [2, "com.example.chat"], [2, "com.example.chat.Main"]]], [2, [[1, 8], [2, "org.example.gone"]]]]
