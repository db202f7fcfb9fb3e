package io.conpool.connection.http2.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

	private static final int MOST_TIMEOUTS = 2;

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

	// How often its time has run out while the peer sent something else.
	private int timeouts;

	private long roundTripNanos;

	private long shortestRoundTripNanos = Long.MAX_VALUE;

	// Written by the event loop alone.
	private volatile long bytesRead;

	private long bytesReadBefore;

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
		this.timeouts = 0;
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
		if (this.peer.isSuspect()) {
			this.peer.suspect(false);
		}
	}

	/** How much has arrived so far. */
	public long bytesRead() {
		return this.bytesRead;
	}

	/** The peer has sent HEADERS or DATA, and tolerates PINGs again. */
	public void heard() {
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
	 * A stream times out. If nothing was read since it was opened, the peer may be gone.
	 * Any thread may tell, and does before anybody who could use the connection again
	 * hears of the timeout.
	 * @param bytesReadAtOpening what {@link #bytesRead} said then
	 */
	public void timesOut(long bytesReadAtOpening) {
		if (this.bytesRead == bytesReadAtOpening) {
			this.peer.suspect(true);
			if (this.bytesRead != bytesReadAtOpening) {
				// It arrived at this very moment, and may have been noted too early.
				this.peer.suspect(false);
			}
		}
	}

	/** A stream has timed out; whether the peer is gone, a PING decides. */
	public void timedOut(long bytesReadAtOpening) {
		if (this.bytesRead == bytesReadAtOpening && this.underWay == null) {
			ask(() -> {
			});
		}
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
		this.timeouts++;
		if (this.timeouts >= MOST_TIMEOUTS) {
			this.peer.leavesPingsUnanswered();
		}
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
