package io.conpool.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

import io.conpool.connection.http2.Http2Config;
import io.conpool.error.Http2ErrorCode;
import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;
import io.conpool.wire.PeerView.Stream;

/**
 * A server that answers every request as it should, until the connection meets its end at
 * random: by FIN, by RST, by GOAWAY with requests above the last stream that it has
 * processed, or by falling silent. Now and then it refuses a stream or changes how many
 * there may be. What it processes it writes down.
 */
final class FailingServer implements AutoCloseable {

	/** How a connection ends. */
	private enum End {

		FIN, RST, GOAWAY, GOAWAY_AND_FIN, SILENCE

	}

	private final FramePeer peer = FramePeer.cleartext();

	private final long seed;

	private final List<Thread> threads = new ArrayList<>();

	/** How often each call was processed. */
	final Map<Integer, Integer> processed = new ConcurrentHashMap<>();

	/** How often connections ended in which way. */
	final Map<String, Integer> ends = new ConcurrentSkipListMap<>();

	/** What the client did against the rules. */
	final Queue<AssertionError> breaches = new ConcurrentLinkedQueue<>();

	private volatile boolean closed;

	FailingServer(long seed) throws IOException {
		this.seed = seed;
		begin(this::accept);
	}

	String uri() {
		return this.peer.uri("/");
	}

	private synchronized void begin(Runnable task) {
		Thread thread = new Thread(task, "failing-server");
		this.threads.add(thread);
		thread.start();
	}

	private void accept() {
		for (int number = 0; !this.closed; number++) {
			try {
				FramePeer connection = this.peer.acceptAnother();
				Random random = new Random(this.seed * 1_000 + number);
				begin(() -> serve(connection, random));
			}
			catch (SocketTimeoutException ex) {
				continue;
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(FramePeer connection, Random random) {
		PeerView view = new PeerView(connection, 65_535, 65_535, Http2Config.defaults().maxWindowSize());
		try {
			new Connection(connection, view, random).serve();
		}
		catch (IOException ex) {
			this.ends.merge("by the client", 1, Integer::sum);
		}
		catch (AssertionError ex) {
			this.breaches.add(new AssertionError(ex.getMessage() + "\n" + view, ex));
		}
		finally {
			drop(connection);
		}
	}

	private static void drop(FramePeer connection) {
		try {
			connection.drop();
		}
		catch (IOException ex) {
			// It was at an end already.
			return;
		}
	}

	@Override
	public void close() throws Exception {
		this.closed = true;
		this.peer.close();
		List<Thread> all;
		synchronized (this) {
			all = List.copyOf(this.threads);
		}
		for (Thread thread : all) {
			thread.join();
		}
	}

	/** One connection, played by its own thread. */
	private final class Connection {

		private static final int SILENCE_MILLIS = 300;

		private final FramePeer peer;

		private final PeerView view;

		private final Random random;

		// Requests that have arrived whole and are not answered.
		private final Set<Stream> requests = new LinkedHashSet<>();

		private int lastProcessed;

		Connection(FramePeer peer, PeerView view, Random random) {
			this.peer = peer;
			this.view = view;
			this.random = random;
		}

		void serve() throws IOException {
			this.peer.readPreface();
			this.view.settings(PeerView.MAX_CONCURRENT_STREAMS, 1 + this.random.nextInt(10));
			this.peer.settingsAck();
			for (int left = 5 + this.random.nextInt(60); left > 0 && !FailingServer.this.closed; left--) {
				read(1);
				act();
			}
			end(End.values()[this.random.nextInt(End.values().length)]);
		}

		/** Reads what the client sends, until it pauses for so long. */
		private void read(int millis) throws IOException {
			while (this.peer.awaitInput(millis)) {
				Frame frame = this.peer.read();
				Stream stream = this.view.received(frame);
				if (frame.type() == Frame.PING && !frame.is(Frame.ACK)) {
					this.peer.send(Frame.PING, Frame.ACK, 0, frame.payload());
				}
				else if (stream != null && stream.reset) {
					this.requests.remove(stream);
				}
				else if (stream != null && stream.clientEnded) {
					this.requests.add(stream);
				}
				if (frame.type() == Frame.DATA && frame.length() > 0 && stream != null) {
					this.view.grant(null, frame.length());
					this.view.grant(stream, frame.length());
				}
			}
		}

		private void act() throws IOException {
			if (this.random.nextInt(50) == 0) {
				this.view.settings(PeerView.MAX_CONCURRENT_STREAMS, this.random.nextInt(10));
			}
			for (Stream stream : List.copyOf(this.requests)) {
				int dice = this.random.nextInt(40);
				if (dice == 0) {
					// Not processed, so it may be sent again.
					this.requests.remove(stream);
					stream.reset = true;
					this.peer.reset(stream.id, Http2ErrorCode.REFUSED_STREAM.code());
				}
				else if (dice < 30) {
					answer(stream);
				}
			}
		}

		private void process(Stream stream) {
			FailingServer.this.processed.merge(stream.call, 1, Integer::sum);
			this.lastProcessed = Math.max(this.lastProcessed, stream.id);
			this.requests.remove(stream);
		}

		private void answer(Stream stream) throws IOException {
			process(stream);
			this.peer.headers(stream.id, false, ":status", "200");
			this.view.data(stream, (int) Math.min(100, Math.min(stream.sendWindow, this.view.sendWindow)), 0, true);
		}

		/** What was asked is done, but the answers are lost. */
		private void processAll() {
			List.copyOf(this.requests).forEach(this::process);
		}

		private void end(End how) throws IOException {
			FailingServer.this.ends.merge(how.toString(), 1, Integer::sum);
			switch (how) {
				case FIN -> {
					processAll();
					this.peer.drop();
				}
				case RST -> {
					processAll();
					this.peer.cut();
				}
				case SILENCE -> read(SILENCE_MILLIS);
				case GOAWAY, GOAWAY_AND_FIN -> {
					int last = this.lastProcessed;
					this.peer.goAway(last, Http2ErrorCode.NO_ERROR.code());
					this.requests.removeIf((stream) -> stream.id > last);
					for (Stream stream : List.copyOf(this.requests)) {
						answer(stream);
					}
					if (how == End.GOAWAY) {
						read(SILENCE_MILLIS);
					}
				}
			}
		}

	}

}
