package io.conpool.pool;

/**
 * How many may use one connection at the same time. The pool only ever asks for the
 * number. Immutable.
 */
public sealed interface AccessMode {

	/**
	 * How many leases of the connection may be out at once.
	 * @return 0 or more; 0 keeps the connection but lends it to nobody
	 */
	int capacity();

	/**
	 * One at a time, as HTTP/1.1.
	 */
	record Exclusive() implements AccessMode {
		@Override
		public int capacity() {
			return 1;
		}
	}

	/**
	 * Several at a time, as HTTP/2's streams.
	 *
	 * @param capacity how many, 0 or more
	 */
	record Shared(int capacity) implements AccessMode {

		public Shared {
			if (capacity < 0) {
				throw new IllegalArgumentException("capacity: " + capacity + " (expected: 0 or more)");
			}
		}
	}

}
