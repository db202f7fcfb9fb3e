package io.conpool.hpack;

import java.util.Arrays;

import io.conpool.hpack.EncoderTable.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Encodes field blocks (RFC 7541 section 6). What comes a second time enters the table,
 * so that it is an index of one or two bytes from then on, and what is different in every
 * message drives nothing out of it; secrets that can be guessed never do. Strings are
 * sent as they are: the Huffman code costs both sides more time than its bytes are worth
 * between servers. Confined to one thread.
 */
public final class HpackEncoder {

	// RFC 7541 section 7.1.3: a short secret in the compression table can be guessed; a
	// long one cannot.
	private static final int SHORT_COOKIE = 20;

	private static final int MOST_INTEGER_BYTES = 6;

	private static final int SEEN = 64;

	private final EncoderTable table;

	// Hashes of fields that came and did not enter the table, each at a place of its own.
	private final int[] seen = new int[SEEN];

	private int tableSize;

	// The smallest since the last block.
	private int smallestTableSize;

	private byte[] block = new byte[256];

	private int length;

	/**
	 * Makes an encoder with an empty table.
	 * @param tableSize the size of the table that the peer knows of, in bytes
	 */
	public HpackEncoder(int tableSize) {
		this.table = new EncoderTable(tableSize);
		this.tableSize = tableSize;
		this.smallestTableSize = tableSize;
	}

	/**
	 * Changes the size of the table, which the next block announces.
	 * @param size the new size in bytes
	 */
	public void tableSize(int size) {
		this.tableSize = size;
		this.smallestTableSize = Math.min(this.smallestTableSize, size);
	}

	/**
	 * Begins a block. Of all changes of the table's size since the last one, the smallest
	 * and the last are announced (section 4.2).
	 */
	public void begin() {
		this.length = 0;
		resizeTable(this.smallestTableSize);
		resizeTable(this.tableSize);
		this.smallestTableSize = this.tableSize;
	}

	private void resizeTable(int size) {
		if (size != this.table.capacity()) {
			this.table.capacity(size);
			integer(0x20, 5, size);
		}
	}

	/**
	 * Adds a field to the block.
	 * @param name the name, lower case
	 * @param value the value; of each character the low eight bits are sent
	 */
	public void add(String name, String value) {
		require(MOST_INTEGER_BYTES);
		Entry sameName = null;
		for (Entry entry = this.table.first(name); entry != null; entry = entry.next(name)) {
			if (entry.value.equals(value)) {
				integer(0x80, 7, this.table.index(entry));
				return;
			}
			sameName = entry;
		}
		if (isSecret(name, value)) {
			literal(0x10, 4, sameName, name, value);
		}
		else if (isToBeKept(name, value)) {
			literal(0x40, 6, sameName, name, value);
			this.table.add(name, value);
		}
		else {
			literal(0x00, 4, sameName, name, value);
		}
	}

	private static boolean isSecret(String name, String value) {
		return switch (name) {
			case "authorization", "proxy-authorization" -> true;
			case "cookie" -> value.length() < SHORT_COOKIE;
			default -> false;
		};
	}

	private boolean isToBeKept(String name, String value) {
		if (EncoderTable.sizeOf(name, value) > this.table.capacity()) {
			return false;
		}
		int hash = 31 * name.hashCode() + value.hashCode();
		int place = (hash ^ hash >>> 16) & (SEEN - 1);
		boolean again = this.seen[place] == hash;
		this.seen[place] = hash;
		return again;
	}

	private void literal(int pattern, int prefixBits, @Nullable Entry sameName, String name, String value) {
		require(2 * MOST_INTEGER_BYTES + name.length() + value.length());
		if (sameName != null) {
			integer(pattern, prefixBits, this.table.index(sameName));
		}
		else {
			integer(pattern, prefixBits, 0);
			string(name);
		}
		string(value);
	}

	/** Section 5.2. */
	@SuppressWarnings("deprecation") // No other way needs no copy in between.
	private void string(String text) {
		int characters = text.length();
		integer(0x00, 7, characters);
		text.getBytes(0, characters, this.block, this.length);
		this.length += characters;
	}

	/** Section 5.1. */
	private void integer(int pattern, int prefixBits, int value) {
		int most = (1 << prefixBits) - 1;
		if (value < most) {
			this.block[this.length++] = (byte) (pattern | value);
			return;
		}
		this.block[this.length++] = (byte) (pattern | most);
		int rest = value - most;
		for (; rest >= 0x80; rest >>>= 7) {
			this.block[this.length++] = (byte) ((rest & 0x7f) | 0x80);
		}
		this.block[this.length++] = (byte) rest;
	}

	private void require(int bytes) {
		if (this.block.length - this.length < bytes) {
			this.block = Arrays.copyOf(this.block, Math.max(this.block.length * 2, this.length + bytes));
		}
	}

	/**
	 * The block, from the beginning of the array on.
	 * @return the encoder's own array: valid, and not to be changed, until the next block
	 */
	public byte[] block() {
		return this.block;
	}

	/**
	 * How many bytes the block has.
	 * @return the length
	 */
	public int length() {
		return this.length;
	}

}
