package checktest

// RODATA gets its value from assembly in the release.
var RODATA int32 = 2
