INSERT INTO by_file SELECT * FROM file({file:String}, JSONEachRow)
