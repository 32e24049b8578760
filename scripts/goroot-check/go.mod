module goroot-check

go 1.26
