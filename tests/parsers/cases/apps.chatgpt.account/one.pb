[[1, [[1, "user"], [2, [[5, "{\"id\":\"user-1\",\"email\":\"sam@example.org\",\"name\":\"Sam\",\"created\":1700000000}"]]]]]]
