package io.conpool.hpack;

/**
 * The fields that came before and may be referred to, the latest first, within a size
 * (RFC 7541 sections 2.3.2 and 4). Confined to the thread of its {@link HpackDecoder}.
 */
final class DynamicTable {

	// A ring.
	private HeaderField[] fields = new HeaderField[16];

	private int oldest;

	private int count;

	private long size;

	private long capacity;

	DynamicTable(long capacity) {
		this.capacity = capacity;
	}

	int count() {
		return this.count;
	}

	/** The latest field is number 0. */
	HeaderField get(int number) {
		return this.fields[position(this.count - 1 - number)];
	}

	/**
	 * What does not fit beside it is evicted; one that is larger than the table only
	 * empties it.
	 */
	void add(HeaderField field) {
		evictDownTo(this.capacity - field.size());
		if (field.size() <= this.capacity) {
			if (this.count == this.fields.length) {
				grow();
			}
			this.fields[position(this.count)] = field;
			this.count++;
			this.size += field.size();
		}
	}

	private void grow() {
		HeaderField[] larger = new HeaderField[2 * this.count];
		for (int i = 0; i < this.count; i++) {
			larger[i] = this.fields[position(i)];
		}
		this.fields = larger;
		this.oldest = 0;
	}

	void capacity(long wanted) {
		this.capacity = wanted;
		evictDownTo(wanted);
	}

	private void evictDownTo(long wanted) {
		while (this.count > 0 && this.size > wanted) {
			this.size -= this.fields[this.oldest].size();
			this.oldest = position(1);
			this.count--;
		}
	}

	private int position(int fromOldest) {
		return (this.oldest + fromOldest) & (this.fields.length - 1);
	}

}
