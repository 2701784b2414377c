package market

import "testing"

// The vectors are those of the authors' Random123 distribution, kat_vectors.
func TestPhiloxMeetsKnownAnswers(t *testing.T) {
	tests := []struct {
		name    string
		seed    uint64
		counter [4]uint32
		want    [4]uint32
	}{
		{"all zeros", 0, [4]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{
			"all ones", 0xffffffffffffffff,
			[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
		},
		{
			"digits of pi", 0x299f31d0a4093822,
			[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k := newKey(test.seed)
			c := test.counter
			w0, w1, w2, w3 := k.words(c[0], c[1], c[2], c[3])
			if got := [4]uint32{w0, w1, w2, w3}; got != test.want {
				t.Errorf("words(%x) = %x, want %x", c, got, test.want)
			}
		})
	}
}
