package io.conpool.hpack;

import java.nio.charset.StandardCharsets;

/**
 * Decodes field blocks (RFC 7541 sections 3 and 6). Confined to one thread.
 */
public final class HpackDecoder {

	/** The size of the table until the peer says otherwise (RFC 9113 section 6.5.2). */
	private static final int DEFAULT_TABLE_SIZE = 4096;

	// An integer of more bytes is too large, or has zeros at its end without need.
	private static final int LAST_SHIFT = 28;

	private final int maxTableSize;

	private final DynamicTable table;

	private final HeaderList list;

	// The peer's table is larger than we allow, until it says that it is not any more.
	private boolean tooLarge;

	private byte[] block = {};

	private int position;

	private int end;

	private byte[] decoded = new byte[256];

	/**
	 * Makes a decoder with an empty table.
	 * @param maxTableSize the size of the table that the peer was told, in bytes
	 * @param maxListSize how large a header list may be, as RFC 9113 section 6.5.2 counts
	 * it
	 */
	public HpackDecoder(int maxTableSize, int maxListSize) {
		this.maxTableSize = maxTableSize;
		this.table = new DynamicTable(Math.min(DEFAULT_TABLE_SIZE, maxTableSize));
		this.list = new HeaderList(maxListSize);
		this.tooLarge = maxTableSize < DEFAULT_TABLE_SIZE;
	}

	/**
	 * Decodes one block.
	 * @param bytes has the block
	 * @param length how many bytes the block has, from the beginning
	 * @return the fields; valid until the next block is decoded
	 * @throws HpackException if it cannot be decoded
	 */
	public HeaderList decode(byte[] bytes, int length) throws HpackException {
		this.block = bytes;
		this.position = 0;
		this.end = length;
		this.list.clear();
		while (this.position < this.end && (this.block[this.position] & 0xe0) == 0x20) {
			resizeTable(integer(this.block[this.position++], 5));
		}
		if (this.tooLarge && this.position < this.end) {
			throw new HpackException("the table is larger than " + this.maxTableSize + " bytes");
		}
		while (this.position < this.end) {
			readField(this.block[this.position++]);
		}
		return this.list;
	}

	/** Section 4.2: only at the start of a block. */
	private void resizeTable(int size) throws HpackException {
		if (size > this.maxTableSize) {
			throw new HpackException("a table size of " + size + ", above " + this.maxTableSize);
		}
		this.table.capacity(size);
		this.tooLarge = false;
	}

	private void readField(byte first) throws HpackException {
		if (first < 0) {
			this.list.add(field(integer(first, 7)));
		}
		else if ((first & 0x40) != 0) {
			HeaderField field = literal(integer(first, 6));
			this.list.add(field);
			this.table.add(field);
		}
		else if ((first & 0x20) == 0) {
			this.list.add(literal(integer(first, 4)));
		}
		else {
			throw new HpackException("a table size update behind a field");
		}
	}

	private HeaderField field(int index) throws HpackException {
		int number = index - StaticTable.LENGTH - 1;
		if (index == 0 || number >= this.table.count()) {
			throw new HpackException("index " + index + " is not in the table");
		}
		return (number < 0) ? StaticTable.get(index) : this.table.get(number);
	}

	/** Section 6.2, of a name in the table or, for index 0, of its own. */
	private HeaderField literal(int index) throws HpackException {
		String name = (index == 0) ? string() : field(index).name();
		return new HeaderField(name, string());
	}

	/** Section 5.2. */
	private String string() throws HpackException {
		byte first = next();
		int length = integer(first, 7);
		if (length > this.end - this.position) {
			throw new HpackException("a string beyond the end of the block");
		}
		int from = this.position;
		this.position += length;
		return (first < 0) ? huffman(from, length) : new String(this.block, from, length, StandardCharsets.ISO_8859_1);
	}

	private String huffman(int from, int length) throws HpackException {
		int most = Huffman.mostDecoded(length);
		if (most > this.decoded.length) {
			this.decoded = new byte[most];
		}
		int decodedLength = Huffman.decode(this.block, from, from + length, this.decoded);
		return new String(this.decoded, 0, decodedLength, StandardCharsets.ISO_8859_1);
	}

	/** Section 5.1. */
	private int integer(byte first, int prefixBits) throws HpackException {
		int most = (1 << prefixBits) - 1;
		int prefix = first & most;
		return (prefix < most) ? prefix : longInteger(most);
	}

	private int longInteger(int prefix) throws HpackException {
		long value = prefix;
		for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
			byte next = next();
			value += (long) (next & 0x7f) << shift;
			if (value > Integer.MAX_VALUE) {
				break;
			}
			if (next >= 0) {
				return (int) value;
			}
		}
		throw new HpackException("an integer that is too large or too long");
	}

	private byte next() throws HpackException {
		if (this.position == this.end) {
			throw new HpackException("the block ends within a field");
		}
		return this.block[this.position++];
	}

}
