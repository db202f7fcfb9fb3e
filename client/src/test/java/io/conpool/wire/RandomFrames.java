package io.conpool.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;
import io.conpool.wire.PeerView.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a peer may do on one connection, lawful or not, as the random numbers have it.
 * Confined to the thread that plays the peer.
 */
final class RandomFrames {

	private static final String[][] BAD_HEADS = { { "server", "x" }, { ":status", "abc" }, { ":status", "1000" },
			{ ":status", "200", "Upper", "x" }, { ":status", "200", ":status", "200" },
			{ ":status", "200", "connection", "close" }, { ":status", "200", "content-length", "-3" },
			{ ":status", "200", "content-length", "7" }, { ":status", "200", "content-encoding", "gzip" },
			{ ":status", "200", ":path", "/" }, { ":status", "101" }, { ":status", "200", "te", "gzip" },
			{ ":status", "200", "", "x" }, { ":status", "200", "a", "b\r\nc: d" } };

	private static final int MAX_CHUNK = 16_384;

	// More than ids that a client can use up between two looks.
	private static final int BEYOND_ALL_STREAMS = 10_000;

	private final FramePeer peer;

	private final PeerView view;

	private final Random random;

	private final Map<Integer, Set<Long>> whole;

	private long pings;

	private long sentAtPing;

	private long sent;

	RandomFrames(FramePeer peer, PeerView view, Random random, Map<Integer, Set<Long>> whole) {
		this.peer = peer;
		this.view = view;
		this.random = random;
		this.whole = whole;
	}

	private boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	private <T> T any(List<T> of) {
		return of.get(this.random.nextInt(of.size()));
	}

	private @Nullable Stream anyStream(boolean open) {
		List<Stream> found = this.view.streams().stream().filter((stream) -> stream.takesContent() == open).toList();
		return found.isEmpty() ? null : any(found);
	}

	// Lawful

	/** Brings an exchange forward, or does something else that a server may do. */
	void lawful() throws IOException {
		Stream stream = anyStream(true);
		if (stream != null && chance(0.8)) {
			answer(stream);
			return;
		}
		switch (this.random.nextInt(12)) {
			case 0, 1 -> grantSome(null);
			case 2, 3 -> grantSome(stream);
			case 4 -> ping();
			case 5 -> changeSettings();
			case 6 -> resetSome(stream);
			case 7 -> this.peer.send(0x42 + this.random.nextInt(100), this.random.nextInt(256), anyId(), bytes(50));
			case 8 -> this.peer.send(Frame.PRIORITY, 0, anyId() | 1, new byte[] { 0, 0, 0, 0, 1 });
			case 9 -> {
				if (chance(0.1)) {
					goAway();
				}
			}
			default -> {
				// Silence.
			}
		}
	}

	private void answer(Stream stream) throws IOException {
		if (!stream.headSent) {
			head(stream);
			return;
		}
		long window = Math.min(this.view.sendWindow, stream.sendWindow);
		boolean last = chance(0.3);
		int padding = chance(0.1) ? 1 + this.random.nextInt(256) : 0;
		int length = (int) Math.min(this.random.nextInt(chance(0.5) ? 100 : MAX_CHUNK), window - padding);
		if (length < 0 || length + padding > MAX_CHUNK) {
			return;
		}
		if (last && chance(0.3)) {
			ended(stream);
			stream.peerEnded = true;
			note("trailers", stream);
			this.peer.headers(stream.id, true, "x-trailer", "1");
			return;
		}
		note("DATA " + length + "+" + padding + (last ? " END" : ""), stream);
		if (last) {
			stream.sent += length;
			ended(stream);
			stream.sent -= length;
		}
		this.sent += length + padding;
		this.view.data(stream, length, padding, last);
	}

	private void head(Stream stream) throws IOException {
		if (chance(0.1)) {
			note("100", stream);
			this.peer.headers(stream.id, false, ":status", chance(0.5) ? "100" : "103");
			return;
		}
		boolean end = chance(0.2);
		stream.headSent = true;
		stream.peerEnded = end;
		if (end) {
			ended(stream);
		}
		note("HEADERS" + (end ? " END" : ""), stream);
		byte[] block = this.peer.encode(stream.id, ":status", "200", "x-" + this.random.nextInt(50), "value");
		int flags = end ? Frame.END_STREAM : 0;
		if (chance(0.9)) {
			this.peer.send(Frame.HEADERS, flags | Frame.END_HEADERS, stream.id, block);
		}
		else {
			int first = this.random.nextInt(block.length);
			this.peer.send(Frame.HEADERS, flags, stream.id, java.util.Arrays.copyOf(block, first))
				.send(Frame.CONTINUATION, Frame.END_HEADERS, stream.id,
						java.util.Arrays.copyOfRange(block, first, block.length));
		}
	}

	/** The response is whole with the bytes that were sent; booked before it is told. */
	private void ended(Stream stream) {
		book(stream, stream.sent);
	}

	/** What the client makes of the response from now on is not foreseen. */
	private void spoil(Stream stream) {
		book(stream, RandomPeer.ANYTHING);
	}

	private void book(Stream stream, long length) {
		this.whole.computeIfAbsent(stream.call, (call) -> ConcurrentHashMap.newKeySet()).add(length);
	}

	private void grantSome(@Nullable Stream stream) throws IOException {
		int bytes = 1 + this.random.nextInt(chance(0.5) ? 100 : 100_000);
		if (this.view.grantedWindow(stream) < 1 << 20) {
			note("WINDOW_UPDATE " + bytes, stream);
			this.view.grant(stream, bytes);
		}
	}

	private void ping() throws IOException {
		if (this.pings == 0) {
			this.pings = 1 + this.random.nextInt(Integer.MAX_VALUE);
			this.sentAtPing = this.sent;
			note("PING", null);
			this.peer.send(Frame.PING, 0, 0, java.nio.ByteBuffer.allocate(8).putLong(this.pings).array());
		}
	}

	private void changeSettings() throws IOException {
		switch (this.random.nextInt(5)) {
			case 0, 1 -> this.view.settings(PeerView.MAX_CONCURRENT_STREAMS, any(List.of(0, 1, 2, 10, 100)));
			case 2 -> this.view.settings(PeerView.INITIAL_WINDOW_SIZE, any(List.of(0, 1, 1_000, 65_535, 1 << 20)));
			case 3 -> this.view.settings(PeerView.MAX_FRAME_SIZE, any(List.of(16_384, 20_000, (1 << 24) - 1)));
			default -> this.view.settings(PeerView.HEADER_TABLE_SIZE, any(List.of(0, 100, 4_096)),
					0x4242 + this.random.nextInt(10), this.random.nextInt());
		}
	}

	private void resetSome(@Nullable Stream stream) throws IOException {
		if (stream != null && chance(0.5)) {
			stream.reset = true;
			int code = this.random.nextInt(15);
			note("RST_STREAM " + code, stream);
			this.peer.reset(stream.id, code);
		}
	}

	private void goAway() throws IOException {
		int last = chance(0.5) ? Integer.MAX_VALUE : this.random.nextInt(this.view.lastStreamId() + 2);
		int code = this.random.nextInt(14);
		note("GOAWAY " + last + " " + code, null);
		this.peer.goAway(last, code);
	}

	// Answers

	void received(Frame frame, boolean isPolite) throws IOException {
		if (frame.type() == Frame.SETTINGS && !frame.is(Frame.ACK) && isPolite) {
			this.peer.settingsAck();
		}
		else if (frame.type() == Frame.PING && !frame.is(Frame.ACK) && isPolite) {
			this.peer.send(Frame.PING, Frame.ACK, 0, frame.payload());
		}
		else if (frame.type() == Frame.PING && frame.is(Frame.ACK)
				&& java.nio.ByteBuffer.wrap(frame.payload()).getLong() == this.pings) {
			this.pings = 0;
			this.view.checkConnectionWindow(this.sent - this.sentAtPing);
		}
	}

	// Against the rules

	/** Breaks a rule of a stream or of the connection. */
	void unlawful() throws IOException {
		this.view.foul = true;
		if (chance(0.5)) {
			spoilStream();
		}
		else {
			spoilConnection();
		}
	}

	private void spoilStream() throws IOException {
		Stream stream = anyStream(chance(0.8));
		if (stream == null) {
			return;
		}
		spoil(stream);
		int kind = this.random.nextInt(7);
		note("spoils a stream: " + kind, stream);
		switch (kind) {
			case 0, 1 -> {
				String[] head = BAD_HEADS[this.random.nextInt(BAD_HEADS.length)];
				stream.headSent = true;
				this.peer.headers(stream.id, chance(0.3), head);
			}
			case 2 -> this.peer.windowUpdate(stream.id, chance(0.5) ? 0 : Integer.MAX_VALUE);
			case 3 -> this.peer.data(stream.id, bytes(100), chance(0.5));
			case 4 -> this.peer.headers(stream.id, false, "x-trailer", "1");
			case 5 -> this.peer.headers(stream.id, true, ":status", "200", "x", "y".repeat(16_000));
			default -> this.peer.send(Frame.PRIORITY, 0, stream.id, bytes(10));
		}
	}

	private void spoilConnection() throws IOException {
		int kind = this.random.nextInt(16);
		note("spoils the connection: " + kind, null);
		this.view.streams().forEach(this::spoil);
		switch (kind) {
			case 0 -> this.peer.send(Frame.PUSH_PROMISE, Frame.END_HEADERS, anyId(), bytes(20));
			case 1 -> this.peer.send(Frame.CONTINUATION, this.random.nextInt(8), anyId(), bytes(20));
			case 2 -> this.peer.headers(anyId(), chance(0.5), ":status", "200");
			case 3 -> this.peer.data(anyId(), bytes(100), chance(0.5));
			case 4 -> this.peer.send(Frame.HEADERS, this.random.nextInt(256), anyId(), bytes(200));
			case 5 -> this.peer.send(Frame.SETTINGS, this.random.nextInt(2), 0, bytes(40));
			case 6 -> this.peer.settings(any(List.of(2, 4, 5)), any(List.of(1L, 1L << 31, 0xffffffffL)));
			case 7 -> this.peer.settingsAck();
			case 8 -> this.peer.send(Frame.PING, this.random.nextInt(2), this.random.nextInt(2), bytes(12));
			case 9 -> this.peer.send(Frame.GOAWAY, 0, this.random.nextInt(2), bytes(12));
			case 10 -> this.peer.send(Frame.RST_STREAM, 0, anyId(), bytes(6));
			case 11 -> this.peer.send(Frame.WINDOW_UPDATE, 0, anyId(), bytes(6));
			case 12 -> this.peer.windowUpdate(0, any(List.of(0, Integer.MAX_VALUE)));
			case 13 -> this.peer.bytes(bytes(100));
			case 14 -> this.peer.bytes(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 1 });
			default -> flood();
		}
	}

	private void flood() throws IOException {
		int type = any(List.of(Frame.PING, Frame.SETTINGS, Frame.PRIORITY, 0x42));
		int length = (type == Frame.PING) ? 8 : (type == Frame.PRIORITY) ? 5 : 0;
		for (int i = 0; i < 1_500; i++) {
			this.peer.send(type, 0, (type == Frame.PRIORITY) ? 1 : 0, new byte[length]);
		}
	}

	/** Sends a frame that has no end, after which the connection is to be cut. */
	void half() throws IOException {
		note("half a frame", null);
		this.peer.bytes(new byte[] { 0, 0, 100, (byte) this.random.nextInt(10), 0, 0, 0, 0, 1, 2, 3 });
	}

	/** Something else than a preface. */
	void noPreface() throws IOException {
		note("no preface", null);
		this.peer
			.bytes(chance(0.5) ? "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII) : bytes(60));
	}

	/**
	 * Never that of a stream which the client may have opened without our having read of
	 * it: what is sent on that could be a lawful response.
	 */
	private int anyId() {
		int known = this.view.lastStreamId();
		return switch (this.random.nextInt(4)) {
			case 0 -> 0;
			case 1 -> Math.min(this.random.nextInt(20), known);
			case 2 -> known;
			default -> known + BEYOND_ALL_STREAMS;
		};
	}

	private byte[] bytes(int atMost) {
		byte[] bytes = new byte[this.random.nextInt(atMost)];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private void note(String what, @Nullable Stream stream) {
		this.view.note("> " + what + ((stream != null) ? " on " + stream.id : ""));
	}

}
