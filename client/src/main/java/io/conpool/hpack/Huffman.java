package io.conpool.hpack;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the Huffman code of RFC 7541 appendix B, eight bits at a time. Stateless.
 */
final class Huffman {

	private static final int END_OF_STRING = 256;

	/**
	 * How many bits each symbol has. The code is canonical: the codes of one length
	 * follow each other in the order of their symbols, and come before the longer ones,
	 * so that the lengths are all there is to know.
	 */
	private static final byte[] LENGTHS = { 13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28,
			28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
			5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
			7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5,
			6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24,
			24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24,
			21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22,
			25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24,
			20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27,
			27, 27, 26, 30 };

	private static final int LONGEST = 30;

	/**
	 * For every node of the code's tree after each eight bits, what the next eight lead
	 * to: a symbol and how many of the bits are its own, or, negative, another node.
	 */
	private static final short[][] NODES = nodes();

	private Huffman() {
	}

	private static short[][] nodes() {
		List<short[]> nodes = new ArrayList<>();
		nodes.add(new short[256]);
		int code = 0;
		for (int length = 1; length <= LONGEST; length++) {
			code <<= 1;
			for (int symbol = 0; symbol <= END_OF_STRING; symbol++) {
				if (LENGTHS[symbol] == length) {
					add(nodes, symbol, code, length);
					code++;
				}
			}
		}
		return nodes.toArray(short[][]::new);
	}

	private static void add(List<short[]> nodes, int symbol, int code, int length) {
		short[] node = nodes.get(0);
		int left = length;
		for (; left > 8; left -= 8) {
			int bits = (code >>> (left - 8)) & 0xff;
			if (node[bits] == 0) {
				node[bits] = (short) -nodes.size();
				nodes.add(new short[256]);
			}
			node = nodes.get(-node[bits]);
		}
		int first = (code << (8 - left)) & 0xff;
		for (int i = 0; i < 1 << (8 - left); i++) {
			node[first + i] = (short) ((symbol << 4) | left);
		}
	}

	/** How many bytes so many bytes of code may become. */
	static int mostDecoded(int length) {
		return length * 8 / 5;
	}

	/**
	 * Decodes a string; returns its length.
	 * @throws HpackException if its end is padded by more than seven bits or by others
	 * than ones, or the symbol for the end is in it (RFC 7541 section 5.2)
	 */
	static int decode(byte[] code, int from, int to, byte[] out) throws HpackException {
		int length = 0;
		int bits = 0;
		int left = 0;
		int node = 0;
		for (int i = from; i < to; i++) {
			bits = (bits << 8) | (code[i] & 0xff);
			left += 8;
			while (left >= 8) {
				int step = NODES[node][(bits >>> (left - 8)) & 0xff];
				if (step < 0) {
					node = -step;
					left -= 8;
				}
				else {
					out[length++] = symbol(step);
					node = 0;
					left -= step & 0xf;
				}
			}
		}
		// The bits behind the last ones are of no account: a symbol that needs them is
		// not complete.
		while (left > 0) {
			int step = NODES[node][(bits << (8 - left)) & 0xff];
			if (step < 0 || (step & 0xf) > left) {
				break;
			}
			out[length++] = symbol(step);
			node = 0;
			left -= step & 0xf;
		}
		int padding = (1 << left) - 1;
		if (node != 0 || (bits & padding) != padding) {
			throw new HpackException("a Huffman code with a wrong end");
		}
		return length;
	}

	private static byte symbol(int step) throws HpackException {
		int symbol = step >> 4;
		if (symbol == END_OF_STRING) {
			throw new HpackException("the end of a string within a Huffman code");
		}
		return (byte) symbol;
	}

}
