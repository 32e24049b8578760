module example.com/we
go 1.26
