module adv
go 1.26
