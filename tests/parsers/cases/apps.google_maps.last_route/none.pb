[[2, [[1, "nothing"]]]]
