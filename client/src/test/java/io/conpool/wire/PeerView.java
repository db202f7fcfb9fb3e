package io.conpool.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;
import org.jspecify.annotations.Nullable;

/**
 * What a peer knows of one connection: its streams, windows and limits as they hold for
 * the client from each acknowledgement of SETTINGS on. A client that oversteps them is an
 * {@link AssertionError}. Confined to the thread that plays the peer.
 */
final class PeerView {

	static final int HEADER_TABLE_SIZE = 1;

	static final int MAX_CONCURRENT_STREAMS = 3;

	static final int INITIAL_WINDOW_SIZE = 4;

	static final int MAX_FRAME_SIZE = 5;

	private static final int DEFAULT_WINDOW = 65_535;

	private static final int LOG_LINES = 120;

	/** One exchange as the peer sees it. */
	static final class Stream {

		final int id;

		/** The number of the call, which stands in the path. */
		final int call;

		private final long announced;

		/** How much the peer may send. */
		long sendWindow;

		/** How much the client may send. */
		private long grantedWindow;

		long received;

		long sent;

		boolean headSent;

		boolean clientEnded;

		boolean peerEnded;

		boolean reset;

		Stream(int id, int call, long announced, long sendWindow, long grantedWindow) {
			this.id = id;
			this.call = call;
			this.announced = announced;
			this.sendWindow = sendWindow;
			this.grantedWindow = grantedWindow;
		}

		boolean isOpen() {
			return !this.reset && !(this.clientEnded && this.peerEnded);
		}

		boolean takesContent() {
			return !this.reset && !this.peerEnded;
		}

	}

	private final FramePeer peer;

	private final int windowSize;

	private final int connectionWindowSize;

	private final int maxWindowSize;

	private final Map<Integer, Stream> streams = new TreeMap<>();

	private final Queue<Map<Integer, Long>> unacknowledged = new ArrayDeque<>();

	private final Deque<String> log = new ArrayDeque<>();

	private long maxStreams = Integer.MAX_VALUE;

	private long initialWindow = DEFAULT_WINDOW;

	private long maxFrameSize = 16_384;

	private long grantedWindow = DEFAULT_WINDOW;

	/** How much the peer may send on the connection. */
	long sendWindow = DEFAULT_WINDOW;

	/**
	 * The peer has broken a rule of the connection: its windows mean nothing any more.
	 */
	boolean foul;

	boolean clientGoesAway;

	/**
	 * Makes a view of a connection that nothing has happened on yet.
	 * @param windowSize the client's initial window
	 * @param connectionWindowSize the client's window for the connection
	 * @param maxWindowSize how far the client's windows may grow; 0 if they do not
	 */
	PeerView(FramePeer peer, int windowSize, int connectionWindowSize, int maxWindowSize) {
		this.peer = peer;
		this.windowSize = windowSize;
		this.connectionWindowSize = connectionWindowSize;
		this.maxWindowSize = maxWindowSize;
	}

	/** The byte at an offset of a call's content, in both directions. */
	static byte contentAt(int call, long offset) {
		return (byte) (call * 31 + offset);
	}

	static byte[] content(int call, long offset, int length) {
		byte[] content = new byte[length];
		for (int i = 0; i < length; i++) {
			content[i] = contentAt(call, offset + i);
		}
		return content;
	}

	void note(String line) {
		if (this.log.size() == LOG_LINES) {
			this.log.removeFirst();
		}
		this.log.add(line);
	}

	// What the peer does

	void settings(long... pairs) throws IOException {
		Map<Integer, Long> values = new TreeMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			values.put((int) pairs[i], pairs[i + 1]);
		}
		note("> SETTINGS " + values);
		this.unacknowledged.add(values);
		this.peer.settings(pairs);
	}

	/** Grants the client more, on a stream or, with null, on the connection. */
	void grant(@Nullable Stream stream, int bytes) throws IOException {
		if (stream == null) {
			this.grantedWindow += bytes;
		}
		else {
			stream.grantedWindow += bytes;
		}
		this.peer.windowUpdate((stream != null) ? stream.id : 0, bytes);
	}

	long grantedWindow(@Nullable Stream stream) {
		return (stream != null) ? stream.grantedWindow : this.grantedWindow;
	}

	/**
	 * Sends DATA with some of the call's content, padded if asked, within the windows.
	 */
	void data(Stream stream, int length, int padding, boolean endStream) throws IOException {
		ByteBuffer payload = ByteBuffer.allocate(length + ((padding > 0) ? padding : 0));
		if (padding > 0) {
			payload.put((byte) (padding - 1));
		}
		payload.put(content(stream.call, stream.sent, length));
		stream.sent += length;
		stream.sendWindow -= payload.capacity();
		this.sendWindow -= payload.capacity();
		stream.peerEnded = endStream;
		this.peer.send(Frame.DATA, ((padding > 0) ? 0x8 : 0) | (endStream ? Frame.END_STREAM : 0), stream.id,
				payload.array());
	}

	List<Stream> streams() {
		return List.copyOf(this.streams.values());
	}

	long openStreams() {
		return this.streams.values().stream().filter(Stream::isOpen).count();
	}

	int lastStreamId() {
		return this.streams.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
	}

	// What the client does

	/** Books a frame of the client's; returns the stream that it belongs to, if any. */
	@Nullable Stream received(Frame frame) {
		note("< " + frame);
		Stream stream = this.streams.get(frame.streamId());
		switch (frame.type()) {
			case Frame.HEADERS -> {
				return opened(frame);
			}
			case Frame.DATA -> data(frame, stream);
			case Frame.RST_STREAM -> {
				check(stream != null, "RST_STREAM for a stream that was never opened", frame);
				if (stream != null) {
					stream.reset = true;
				}
			}
			case Frame.SETTINGS -> settings(frame);
			case Frame.WINDOW_UPDATE -> windowUpdate(frame, stream);
			case Frame.GOAWAY -> this.clientGoesAway = true;
			case Frame.PING -> check(frame.length() == 8, "PING of another length than 8", frame);
			default -> check(false, "a frame that a client has no reason to send", frame);
		}
		return stream;
	}

	private Stream opened(Frame frame) {
		check(frame.streamId() % 2 == 1 && frame.streamId() > lastStreamId(), "the stream's id", frame);
		check(frame.is(Frame.END_HEADERS) && frame.length() <= this.maxFrameSize, "the length of HEADERS", frame);
		check(openStreams() < this.maxStreams, "more streams than the limit of " + this.maxStreams, frame);
		Map<String, String> fields = this.peer.decode(frame);
		int call = Integer.parseInt(fields.get(":path").substring(1));
		long length = Long.parseLong(fields.getOrDefault("content-length", "-1"));
		Stream stream = new Stream(frame.streamId(), call, length, this.windowSize, this.initialWindow);
		stream.clientEnded = frame.is(Frame.END_STREAM);
		this.streams.put(stream.id, stream);
		return stream;
	}

	private void data(Frame frame, @Nullable Stream stream) {
		check(stream != null && !stream.clientEnded, "DATA on a stream that does not take it", frame);
		if (stream == null) {
			return;
		}
		check(frame.length() <= this.maxFrameSize, "a frame above the limit of " + this.maxFrameSize, frame);
		this.grantedWindow -= frame.length();
		stream.grantedWindow -= frame.length();
		if (frame.length() > 0) {
			check(this.grantedWindow >= 0, "the connection's window is overrun", frame);
			check(stream.grantedWindow >= 0, "the stream's window is overrun", frame);
		}
		for (byte next : frame.payload()) {
			check(next == contentAt(stream.call, stream.received++), "other content than was given", frame);
		}
		stream.clientEnded = frame.is(Frame.END_STREAM);
		boolean whole = stream.announced < 0 || stream.received == stream.announced;
		check(!stream.clientEnded || whole, "less content than was announced", frame);
	}

	private void settings(Frame frame) {
		if (!frame.is(Frame.ACK)) {
			return;
		}
		Map<Integer, Long> now = this.unacknowledged.poll();
		check(now != null, "SETTINGS acknowledged that were not sent", frame);
		if (now == null) {
			return;
		}
		this.maxStreams = now.getOrDefault(MAX_CONCURRENT_STREAMS, this.maxStreams);
		this.maxFrameSize = now.getOrDefault(MAX_FRAME_SIZE, this.maxFrameSize);
		long window = now.getOrDefault(INITIAL_WINDOW_SIZE, this.initialWindow);
		long delta = window - this.initialWindow;
		this.initialWindow = window;
		this.streams.values().forEach((stream) -> stream.grantedWindow += delta);
	}

	private void windowUpdate(Frame frame, @Nullable Stream stream) {
		int increment = frame.intAt(0);
		check(increment > 0, "an increment of 0", frame);
		if (frame.streamId() == 0) {
			this.sendWindow += increment;
			check(this.sendWindow <= Math.max(this.maxWindowSize, this.connectionWindowSize),
					"more granted than the connection's window", frame);
			return;
		}
		check(stream != null, "WINDOW_UPDATE for a stream that was never opened", frame);
		if (stream == null) {
			return;
		}
		stream.sendWindow += increment;
		check(stream.sendWindow <= Math.max(this.maxWindowSize, this.windowSize),
				"more granted than the stream's window", frame);
	}

	/** The client has acted on all that the peer had sent but the last so many bytes. */
	void checkConnectionWindow(long sentSince) {
		if (!this.clientGoesAway) {
			check(this.sendWindow + sentSince >= this.connectionWindowSize / 2,
					"the connection's window shrinks: " + this.sendWindow + " of " + this.connectionWindowSize, null);
		}
	}

	private void check(boolean right, String breach, @Nullable Frame frame) {
		if (!right && !this.foul) {
			throw new AssertionError("the client breaks a rule: " + breach + " at " + frame);
		}
	}

	@Override
	public String toString() {
		return String.join("\n", this.log);
	}

}
