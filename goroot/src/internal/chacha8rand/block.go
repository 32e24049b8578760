package chacha8rand

// block fills blocks with the key stream: the release's portable code.
func block(seed *[4]uint64, blocks *[32]uint64, counter uint32) { block_generic(seed, blocks, counter) }
