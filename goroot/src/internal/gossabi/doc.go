// Package gossabi holds the numbers that compiled code, linker, host and runtime share.
package gossabi
