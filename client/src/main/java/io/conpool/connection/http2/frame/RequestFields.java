package io.conpool.connection.http2.frame;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

import io.netty.handler.codec.http2.DefaultHttp2Headers;

/**
 * The fields of a request's head or of its trailers in their order, as the codec's
 * encoder goes through them: an array, used again for the next request, instead of the
 * codec's map. Confined to the connection's event loop.
 */
final class RequestFields extends DefaultHttp2Headers {

	private static final int INITIAL_FIELDS = 16;

	// What a usual request needs is kept for the next one.
	private static final int MOST_FIELDS_KEPT = 64;

	private final Cursor cursor = new Cursor();

	// Name, value, name, value and so on.
	private CharSequence[] fields = new CharSequence[2 * INITIAL_FIELDS];

	private int length;

	RequestFields() {
		super(false);
	}

	/** Begins the next list. */
	void begin() {
		if (this.fields.length > 2 * MOST_FIELDS_KEPT) {
			this.fields = new CharSequence[2 * INITIAL_FIELDS];
		}
		this.length = 0;
	}

	void append(CharSequence name, CharSequence value) {
		if (this.length == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, 2 * this.length);
		}
		this.fields[this.length++] = name;
		this.fields[this.length++] = value;
	}

	/** As SETTINGS_MAX_HEADER_LIST_SIZE counts (RFC 9113 section 6.5.2). */
	long listSize() {
		long size = 0;
		for (int i = 0; i < this.length; i += 2) {
			size += (long) this.fields[i].length() + this.fields[i + 1].length() + FrameFormat.FIELD_OVERHEAD;
		}
		return size;
	}

	@Override
	public int size() {
		return this.length / 2;
	}

	@Override
	public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
		this.cursor.next = 0;
		return this.cursor;
	}

	/** Goes through the fields, and is the one where it stands. */
	private final class Cursor
			implements Iterator<Map.Entry<CharSequence, CharSequence>>, Map.Entry<CharSequence, CharSequence> {

		private int next;

		@Override
		public boolean hasNext() {
			return this.next < RequestFields.this.length;
		}

		@Override
		public Map.Entry<CharSequence, CharSequence> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			this.next += 2;
			return this;
		}

		@Override
		public CharSequence getKey() {
			return RequestFields.this.fields[this.next - 2];
		}

		@Override
		public CharSequence getValue() {
			return RequestFields.this.fields[this.next - 1];
		}

		@Override
		public CharSequence setValue(CharSequence value) {
			throw new UnsupportedOperationException("a request is not changed on its way");
		}

	}

}
