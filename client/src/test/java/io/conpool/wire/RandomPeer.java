package io.conpool.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;

/**
 * A server that plays every connection by random numbers: each has a temper of its own,
 * from one that keeps every rule to one that keeps none. One thread accepts, one plays
 * each connection.
 */
final class RandomPeer implements AutoCloseable {

	/** Stands for any content of a response that was spoilt. */
	static final long ANYTHING = -1;

	private static final double[] TEMPERS = { 0, 0, 0, 0.002, 0.02, 0.3 };

	private final FramePeer peer = FramePeer.cleartext();

	private final long seed;

	private final int windowSize;

	private final int connectionWindowSize;

	private final int maxWindowSize;

	private final List<Thread> threads = new ArrayList<>();

	private final Queue<AssertionError> breaches = new ConcurrentLinkedQueue<>();

	/** The lengths of the responses that were sent whole, by call. */
	final Map<Integer, Set<Long>> whole = new ConcurrentHashMap<>();

	private volatile boolean closed;

	RandomPeer(long seed, int windowSize, int connectionWindowSize, int maxWindowSize) throws IOException {
		this.seed = seed;
		this.windowSize = windowSize;
		this.connectionWindowSize = connectionWindowSize;
		this.maxWindowSize = maxWindowSize;
		begin(this::accept);
	}

	String uri() {
		return this.peer.uri("/");
	}

	/** What the client did against the rules. */
	Queue<AssertionError> breaches() {
		return this.breaches;
	}

	private synchronized void begin(Runnable task) {
		Thread thread = new Thread(task, "random-peer");
		this.threads.add(thread);
		thread.start();
	}

	private void accept() {
		for (int number = 0; !this.closed; number++) {
			try {
				FramePeer connection = this.peer.acceptAnother();
				Random random = new Random(this.seed * 1_000 + number);
				begin(() -> play(connection, random));
			}
			catch (SocketTimeoutException ex) {
				continue;
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void play(FramePeer connection, Random random) {
		PeerView view = new PeerView(connection, this.windowSize, this.connectionWindowSize, this.maxWindowSize);
		try {
			play(connection, view, random);
		}
		catch (IOException ex) {
			// The client has closed, or half a frame was cut off by its end.
			view.note("over: " + ex);
		}
		catch (AssertionError ex) {
			this.breaches.add(new AssertionError(ex.getMessage() + "\n" + view, ex));
		}
		finally {
			end(connection, random);
		}
	}

	private static void end(FramePeer connection, Random random) {
		try {
			if (random.nextBoolean()) {
				connection.drop();
			}
			else {
				connection.cut();
			}
		}
		catch (IOException ex) {
			// It was at an end already.
			return;
		}
	}

	private void play(FramePeer connection, PeerView view, Random random) throws IOException {
		double unlawful = TEMPERS[random.nextInt(TEMPERS.length)];
		RandomFrames frames = new RandomFrames(connection, view, random, this.whole);
		if (random.nextDouble() < unlawful) {
			frames.noPreface();
			return;
		}
		Frame preface = connection.readPreface();
		if (random.nextInt(10) != 0) {
			view.settings(PeerView.MAX_CONCURRENT_STREAMS, 1 + random.nextInt(20));
		}
		else {
			view.settings();
		}
		frames.received(preface, random.nextDouble() >= unlawful);
		// Some connections live long, some fall silent, all have an end.
		int turns = 50 + random.nextInt(2_000);
		int silentFrom = (random.nextInt(5) == 0) ? random.nextInt(turns) : turns;
		for (int turn = 0; turn < turns && !this.closed; turn++) {
			while (connection.awaitInput(1 + random.nextInt(3))) {
				Frame frame = connection.read();
				view.received(frame);
				frames.received(frame, turn < silentFrom && random.nextDouble() >= unlawful);
			}
			for (int acts = random.nextInt(10); acts > 0 && turn < silentFrom; acts--) {
				if (random.nextDouble() < unlawful) {
					frames.unlawful();
				}
				else {
					frames.lawful();
				}
			}
		}
		if (random.nextInt(3) == 0) {
			frames.half();
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

}
