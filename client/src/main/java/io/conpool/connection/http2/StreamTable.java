package io.conpool.connection.http2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of a connection, and the ids they get: odd, rising, never used twice
 * (RFC 9113 section 5.1.1). Confined to the connection's event loop.
 *
 * @param <S> a stream
 */
final class StreamTable<S> {

	private static final int LAST_ID = Integer.MAX_VALUE;

	// From here on there are ids for 100,000 streams more: time to dial another
	// connection.
	private static final int SCARCE_FROM = LAST_ID - 200_000;

	private final IntObjectMap<S> streams = new IntObjectHashMap<>(128);

	// Negative once the ids are used up.
	private int nextId;

	StreamTable(int firstId) {
		this.nextId = firstId;
	}

	boolean hasIds() {
		return this.nextId > 0;
	}

	/** True once, when there are few ids left. */
	boolean becameScarce() {
		return this.nextId == SCARCE_FROM;
	}

	/** The id that the next stream will get, if there are ids. */
	int nextId() {
		return this.nextId;
	}

	void add(S stream) {
		this.streams.put(this.nextId, stream);
		this.nextId = (this.nextId == LAST_ID) ? -1 : this.nextId + 2;
	}

	@Nullable S get(int id) {
		return this.streams.get(id);
	}

	boolean remove(int id) {
		return this.streams.remove(id) != null;
	}

	/**
	 * Whether no stream of that id was ever opened by us. The peer opens none: push is
	 * switched off.
	 */
	boolean isIdle(int id) {
		return id % 2 == 0 || (hasIds() && id >= this.nextId);
	}

	int size() {
		return this.streams.size();
	}

	/** A copy, so that the caller may end the streams that it sees. */
	List<S> where(Predicate<S> wanted) {
		List<S> found = new ArrayList<>();
		for (S stream : this.streams.values()) {
			if (wanted.test(stream)) {
				found.add(stream);
			}
		}
		return found;
	}

}
