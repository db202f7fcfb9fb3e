package io.conpool.hpack;

import java.util.Arrays;

/**
 * The fields of one message in their order, as far as they keep within a limit. Confined
 * to the thread of its {@link HpackDecoder}, which uses it again for the next message.
 */
public final class HeaderList {

	private static final HeaderField[] NONE = {};

	private final long limit;

	private HeaderField[] fields = NONE;

	private int count;

	private long size;

	HeaderList(long limit) {
		this.limit = limit;
	}

	void clear() {
		this.count = 0;
		this.size = 0;
	}

	void add(HeaderField field) {
		this.size += field.size();
		if (isBeyondLimit()) {
			return;
		}
		if (this.count == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, Math.max(16, this.count * 2));
		}
		this.fields[this.count++] = field;
	}

	/**
	 * How many fields there are.
	 * @return the number; of no use beyond the limit
	 */
	public int count() {
		return this.count;
	}

	/**
	 * One of the fields.
	 * @param index from 0 to less than {@link #count()}
	 * @return the field
	 */
	public HeaderField get(int index) {
		return this.fields[index];
	}

	/**
	 * Whether the list was larger than allowed (RFC 9113 section 6.5.2): what was beyond
	 * is not kept.
	 * @return true if so
	 */
	public boolean isBeyondLimit() {
		return this.size > this.limit;
	}

}
