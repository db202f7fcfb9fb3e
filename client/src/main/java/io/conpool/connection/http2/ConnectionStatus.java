package io.conpool.connection.http2;

import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.error.H2Error;
import io.conpool.http.ConnectionState;
import io.conpool.pool.AccessMode;
import org.jspecify.annotations.Nullable;

/**
 * What others may see of a connection: snapshots, written on its event loop but for what
 * is suspect, read by anyone.
 */
final class ConnectionStatus {

	private volatile ConnectionState state = ConnectionState.HANDSHAKING;

	private volatile AccessMode accessMode = new AccessMode.Shared(0);

	// Confined to the event loop.
	private int streamLimit;

	private int heldSlots;

	private volatile PeerSettings peerSettings = PeerSettings.INITIAL;

	private volatile H2Error.@Nullable GoAway goAway;

	private volatile int openStreams;

	private volatile int lastStreamId;

	private final AtomicBoolean suspect = new AtomicBoolean();

	/** Goes forward to a state; what lies behind stays behind. */
	boolean advanceTo(ConnectionState next) {
		if (next.compareTo(this.state) <= 0) {
			return false;
		}
		this.state = next;
		return true;
	}

	boolean is(ConnectionState wanted) {
		return this.state == wanted;
	}

	ConnectionState state() {
		return this.state;
	}

	AccessMode accessMode() {
		return this.accessMode;
	}

	PeerSettings peerSettings() {
		return this.peerSettings;
	}

	H2Error.@Nullable GoAway goAway() {
		return this.goAway;
	}

	int openStreams() {
		return this.openStreams;
	}

	int lastStreamId() {
		return this.lastStreamId;
	}

	boolean isSuspect() {
		return this.suspect.get();
	}

	/** Any thread may write it. Returns whether that is new. */
	boolean suspect(boolean now) {
		return this.suspect.getAndSet(now) != now;
	}

	void settings(PeerSettings settings, int limit) {
		this.peerSettings = settings;
		this.streamLimit = limit;
		this.accessMode = new AccessMode.Shared(capacity());
	}

	/** So many streams more, or fewer, keep a slot that no call uses. */
	void holdSlots(int change) {
		this.heldSlots += change;
		this.accessMode = new AccessMode.Shared(capacity());
	}

	private int capacity() {
		return Math.max(0, this.streamLimit - this.heldSlots);
	}

	/** How many streams may be open, those among them that keep a slot for no call. */
	int streamLimit() {
		return this.streamLimit;
	}

	void goAway(H2Error.GoAway notice) {
		this.goAway = notice;
	}

	void openStreams(int number) {
		this.openStreams = number;
	}

	void lastStreamId(int id) {
		this.lastStreamId = id;
	}

}
