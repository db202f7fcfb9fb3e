package io.conpool.connection.http2.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.conpool.connection.LoopTimer;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Our PINGs (RFC 9113 section 6.7), one under way at a time. Whoever asked before a PING
 * was sent is told of its answer, which says that the peer has read everything before it,
 * and how long the round trip is. A peer that sends nothing at all for the keep-alive
 * timeout after a PING is gone. Until then the connection is suspect from the moment on
 * that there is reason for it: a stream that timed out without a byte from the peer, or a
 * second without any after a PING. They are held to what servers tolerate
 * ({@link PingTolerance}). Confined to the connection's event loop, but for
 * {@link #timesOut}.
 */
public final class Pings {

	private static final int MOST_UNANSWERED = 3;

	private static final Duration SLOW = Duration.ofSeconds(1);

	private final PingedPeer peer;

	private final Endpoint endpoint;

	private final LoopTimer timer;

	private final Duration timeout;

	private final PingTolerance tolerance = new PingTolerance();

	private List<Runnable> asked = new ArrayList<>();

	// Those who asked before the PING that is under way, or null without one.
	private @Nullable List<Runnable> underWay;

	// Those who want to know how long it takes.
	private final List<CompletableFuture<Optional<Duration>>> measuring = new ArrayList<>();

	// The payload of the last PING.
	private long number;

	private long sentNanos;

	private long roundTripNanos;

	private long shortestRoundTripNanos = Long.MAX_VALUE;

	// Written by the event loop alone.
	private volatile long bytesRead;

	private long bytesReadBefore;

	// HEADERS or DATA are in what is being read.
	private boolean answering;

	// How often they were; written by the event loop alone.
	private volatile long answers;

	// Streams in a row that timed out without any.
	private final AtomicInteger unanswered = new AtomicInteger();

	// The peer is suspect for them, whatever else it sends.
	private volatile boolean answersNothing;

	private Scheduler.@Nullable Task lapse;

	private Scheduler.@Nullable Task pause;

	private Scheduler.@Nullable Task answer;

	/**
	 * Makes the PINGs of one connection.
	 * @param peer the connection
	 * @param endpoint where it leads
	 * @param timer keeps the time
	 * @param timeout how long the peer may be silent after a PING
	 */
	public Pings(PingedPeer peer, Endpoint endpoint, LoopTimer timer, Duration timeout) {
		this.peer = peer;
		this.endpoint = endpoint;
		this.timer = timer;
		this.timeout = timeout;
		this.sentNanos = timer.nanoTime();
	}

	// Asking

	/** Runs the action when the peer has answered a PING that is sent after this. */
	public void ask(Runnable onAnswer) {
		this.asked.add(onAnswer);
		sendIfTolerated();
	}

	/** Whether {@link #ask} would send one at once. */
	public boolean isFree() {
		return this.underWay == null && toWait() <= 0;
	}

	/** Sends one unless one is under way, whatever servers tolerate. */
	public void sendAnyway() {
		if (this.underWay == null) {
			send();
		}
	}

	/**
	 * Completes with the round trip of the PING that is under way, or of one that is sent
	 * now; with nothing if servers would not tolerate one.
	 */
	public void measure(CompletableFuture<Optional<Duration>> roundTrip) {
		if (this.underWay == null && toWait() > 0) {
			roundTrip.complete(Optional.empty());
			return;
		}
		this.measuring.add(roundTrip);
		sendAnyway();
	}

	private void sendIfTolerated() {
		if (this.underWay != null || this.asked.isEmpty()) {
			return;
		}
		this.pause = cancelled(this.pause);
		long wait = toWait();
		if (wait <= 0) {
			send();
		}
		else {
			this.pause = this.timer.schedule(Duration.ofNanos(wait), this::sendIfTolerated);
		}
	}

	private long toWait() {
		long pause = this.tolerance.pauseNanos(this.peer.isSuspect(), this.peer.isIdle());
		return pause - (this.timer.nanoTime() - this.sentNanos);
	}

	private void send() {
		this.pause = cancelled(this.pause);
		this.underWay = this.asked;
		this.asked = new ArrayList<>();
		this.number++;
		this.tolerance.sent();
		this.sentNanos = this.timer.nanoTime();
		this.bytesReadBefore = this.bytesRead;
		this.peer.writePing(this.number);
		if (this.timeout.compareTo(SLOW) > 0) {
			await(SLOW, this::slow);
		}
		else {
			await(this.timeout, this::unanswered);
		}
	}

	private void await(Duration time, Runnable then) {
		long sent = this.number;
		this.answer = this.timer.schedule(time, () -> {
			if (this.underWay != null && this.number == sent) {
				then.run();
			}
		});
	}

	// What the peer sends

	/** Bytes have arrived: whatever they are, the peer lives. */
	public void read(long bytes) {
		long before = this.bytesRead;
		this.bytesRead = before + bytes;
		if (this.answering) {
			this.answering = false;
			long answersBefore = this.answers;
			this.answers = answersBefore + 1;
			believe();
		}
		if (!this.answersNothing && this.peer.isSuspect()) {
			this.peer.suspect(false);
		}
	}

	private void believe() {
		if (this.unanswered.get() != 0) {
			this.unanswered.set(0);
			this.answersNothing = false;
		}
	}

	/** How much has arrived so far. */
	public long bytesRead() {
		return this.bytesRead;
	}

	/** How often HEADERS or DATA have arrived so far. */
	public long answers() {
		return this.answers;
	}

	/** The peer has sent HEADERS or DATA, and tolerates PINGs again. */
	public void heard() {
		this.answering = true;
		if (this.tolerance.heard()) {
			sendIfTolerated();
		}
	}

	/** The peer has answered a PING; false if it was none of ours. */
	public boolean answered(long payload) {
		List<Runnable> told = this.underWay;
		if (told == null || payload != this.number) {
			return false;
		}
		this.underWay = null;
		this.answer = cancelled(this.answer);
		roundTripped();
		told.forEach(Runnable::run);
		Optional<Duration> roundTrip = Optional.of(Duration.ofNanos(this.roundTripNanos));
		measured((waiting) -> waiting.complete(roundTrip));
		sendIfTolerated();
		return true;
	}

	private void measured(Consumer<CompletableFuture<Optional<Duration>>> outcome) {
		List<CompletableFuture<Optional<Duration>>> waiting = List.copyOf(this.measuring);
		this.measuring.clear();
		waiting.forEach(outcome);
	}

	/**
	 * The peer has acknowledged our SETTINGS, which are the first that we send: that is a
	 * round trip, too.
	 */
	public void settingsAcknowledged() {
		if (this.number == 0) {
			roundTripped();
		}
	}

	private void roundTripped() {
		this.roundTripNanos = this.timer.nanoTime() - this.sentNanos;
		this.shortestRoundTripNanos = Math.min(this.shortestRoundTripNanos, this.roundTripNanos);
	}

	/** What the last round trip took. */
	public long roundTripNanos() {
		return this.roundTripNanos;
	}

	public long shortestRoundTripNanos() {
		return this.shortestRoundTripNanos;
	}

	// What it does not send

	/**
	 * Notes that a stream times out. If nothing was read since it was opened, the peer
	 * may be gone; nor does it help that it answers PINGs where streams in a row time out
	 * without an answer. Any thread may tell, and does before the call ends, so that the
	 * next call does not get this connection.
	 * @param bytesReadAtOpening what {@link #bytesRead} said then
	 * @param answersAtOpening what {@link #answers} said then
	 */
	public void timesOut(long bytesReadAtOpening, long answersAtOpening) {
		if (this.bytesRead == bytesReadAtOpening) {
			this.peer.suspect(true);
			if (this.bytesRead != bytesReadAtOpening) {
				// It arrived at this very moment, and may have been noted too early.
				this.peer.suspect(false);
			}
		}
		else if (this.answers == answersAtOpening && this.unanswered.incrementAndGet() >= MOST_UNANSWERED) {
			this.answersNothing = true;
			this.peer.suspect(true);
		}
	}

	/**
	 * Finds out whether the peer is gone: a stream has timed out.
	 * @param bytesReadAtOpening what {@link #bytesRead} said then
	 */
	public void timedOut(long bytesReadAtOpening) {
		if (this.bytesRead == bytesReadAtOpening && this.underWay == null) {
			ask(() -> {
			});
		}
		if (this.answersNothing && this.lapse == null) {
			this.lapse = this.timer.schedule(this.timeout, this::lapse);
		}
	}

	/** The next calls show whether it answers again. */
	private void lapse() {
		this.lapse = null;
		believe();
		if (this.peer.isSuspect() && !isSuspectForSilence()) {
			this.peer.suspect(false);
		}
	}

	/** A PING is under way, and nothing came after it. */
	private boolean isSuspectForSilence() {
		return this.underWay != null && isSilent();
	}

	private boolean isSilent() {
		return this.bytesRead == this.bytesReadBefore;
	}

	private void slow() {
		if (isSilent()) {
			this.peer.suspect(true);
		}
		await(this.timeout.minus(SLOW), this::unanswered);
	}

	private void unanswered() {
		if (isSilent()) {
			this.peer.peerIsGone();
			return;
		}
		// It lives, though it is slow to answer: what it sends may stand before the
		// answer.
		this.bytesReadBefore = this.bytesRead;
		await(this.timeout, this::unanswered);
		failed(new H2Error.KeepAliveTimeout(this.endpoint, this.timeout));
	}

	/** Whoever waits for a round trip waits in vain. */
	public void failed(H2Error error) {
		if (!this.measuring.isEmpty()) {
			measured((waiting) -> waiting.completeExceptionally(error.asException()));
		}
	}

	public void stop() {
		this.pause = cancelled(this.pause);
		this.answer = cancelled(this.answer);
		this.lapse = cancelled(this.lapse);
		this.underWay = null;
		this.asked.clear();
	}

	private static Scheduler.@Nullable Task cancelled(Scheduler.@Nullable Task task) {
		if (task != null) {
			task.cancel();
		}
		return null;
	}

}
