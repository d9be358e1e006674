-- The statements that Orleans' ADO.NET providers read at their start and run by name. What each must take and give is
-- theirs (parameter and column names, zero rows or a zero count for "not done"); how it does it is ours.
-- Every file here can be run again and again: it adds what is missing and brings the statements up to date.
CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey varchar(64) NOT NULL,
    QueryText varchar(8000) NOT NULL,
    CONSTRAINT OrleansQuery_Key PRIMARY KEY (QueryKey)
);
