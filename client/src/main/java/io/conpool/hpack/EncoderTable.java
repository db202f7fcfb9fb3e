package io.conpool.hpack;

import org.jspecify.annotations.Nullable;

/**
 * The encoder's side of the table, both parts of it by name: the static fields, which all
 * encoders share, and those that this one has sent, which are evicted as the peer evicts
 * them (RFC 7541 section 4). Confined to the thread of its {@link HpackEncoder}.
 */
final class EncoderTable {

	private static final int BUCKETS = 128;

	private static final @Nullable Entry[] STATIC = staticFields();

	// Of each bucket the latest first, so that the static fields are behind the others.
	private final @Nullable Entry[] buckets = STATIC.clone();

	private @Nullable Entry oldest;

	private @Nullable Entry latest;

	// How many ever entered the table.
	private int entered;

	private int size;

	private int capacity;

	/** A field of the table. */
	static final class Entry {

		final String name;

		final String value;

		// Of the static fields the index; of the others the how-many-eth they were.
		private final int number;

		private final boolean isStatic;

		// The next one of the same bucket.
		private @Nullable Entry next;

		private @Nullable Entry newer;

		Entry(String name, String value, int number, boolean isStatic, @Nullable Entry next) {
			this.name = name;
			this.value = value;
			this.number = number;
			this.isStatic = isStatic;
			this.next = next;
		}

		int size() {
			return sizeOf(this.name, this.value);
		}

		/** The next one with that name. */
		@Nullable Entry next(String wanted) {
			Entry entry = this.next;
			while (entry != null && !entry.name.equals(wanted)) {
				entry = entry.next;
			}
			return entry;
		}

	}

	EncoderTable(int capacity) {
		this.capacity = capacity;
	}

	private static @Nullable Entry[] staticFields() {
		@Nullable Entry[] buckets = new @Nullable Entry[BUCKETS];
		for (int index = StaticTable.LENGTH; index > 0; index--) {
			HeaderField field = StaticTable.get(index);
			int bucket = bucket(field.name());
			buckets[bucket] = new Entry(field.name(), field.value(), index, true, buckets[bucket]);
		}
		return buckets;
	}

	private static int bucket(String name) {
		int hash = name.hashCode();
		return (hash ^ hash >>> 16) & (BUCKETS - 1);
	}

	static int sizeOf(String name, String value) {
		return name.length() + value.length() + HeaderField.OVERHEAD;
	}

	int capacity() {
		return this.capacity;
	}

	/** The first field with that name; {@link Entry#next} leads to the others. */
	@Nullable Entry first(String name) {
		Entry entry = this.buckets[bucket(name)];
		return (entry == null || entry.name.equals(name)) ? entry : entry.next(name);
	}

	int index(Entry entry) {
		return entry.isStatic ? entry.number : StaticTable.LENGTH + this.entered - entry.number + 1;
	}

	/** It must not be larger than the table. */
	void add(String name, String value) {
		evictDownTo(this.capacity - sizeOf(name, value));
		int bucket = bucket(name);
		Entry added = new Entry(name, value, ++this.entered, false, this.buckets[bucket]);
		this.buckets[bucket] = added;
		this.size += added.size();
		Entry before = this.latest;
		this.latest = added;
		if (before == null) {
			this.oldest = added;
		}
		else {
			before.newer = added;
		}
	}

	void capacity(int wanted) {
		this.capacity = wanted;
		evictDownTo(wanted);
	}

	private void evictDownTo(int wanted) {
		for (Entry entry = this.oldest; entry != null && this.size > wanted; entry = this.oldest) {
			this.size -= entry.size();
			this.oldest = entry.newer;
			removeFromBucket(entry);
		}
		if (this.oldest == null) {
			this.latest = null;
		}
	}

	private void removeFromBucket(Entry removed) {
		int bucket = bucket(removed.name);
		Entry entry = this.buckets[bucket];
		if (entry == removed) {
			this.buckets[bucket] = removed.next;
			return;
		}
		while (entry != null && entry.next != removed) {
			entry = entry.next;
		}
		if (entry != null) {
			entry.next = removed.next;
		}
	}

}
