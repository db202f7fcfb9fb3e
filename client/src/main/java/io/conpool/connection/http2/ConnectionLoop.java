package io.conpool.connection.http2;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

import io.conpool.connection.ConnectionChannel;
import io.conpool.connection.ConnectionOwner;
import io.conpool.connection.LoopTasks;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inner side of a connection: its state, its streams, and what moves them. What
 * others may see of it are volatile snapshots, and {@link #exchange}, {@link #close},
 * {@link #suspect} and {@link #onLoop} may be called by any thread; everything else is
 * confined to the connection's event loop.
 */
final class ConnectionLoop {

	private static final Logger logger = LoggerFactory.getLogger(H2Connection.class);

	private static final int FIRST_STREAM_ID = 1;

	private final Endpoint endpoint;

	private final Http2Config config;

	private final H2ConnectionListener listener;

	private final ConnectionOwner<H2Connection> owner;

	private final ConnectionChannel channel;

	private final LoopTasks tasks;

	private final Scheduler scheduler;

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final ConnectionStatus status = new ConnectionStatus();

	// Confined to the event loop.
	private final StreamTable streams = new StreamTable(FIRST_STREAM_ID);

	private final OutboundFrames outbound;

	private final DataQueue data;

	private final ConnectionTimers timers;

	private final Resets resets;

	private final Pings pings;

	private final KeepAlive keepAlive;

	private final WindowGrowth streamWindows;

	ConnectionLoop(Endpoint endpoint, Http2Config config, H2ConnectionListener listener,
			ConnectionOwner<H2Connection> owner, ConnectionChannel channel, FrameBudget budget, Scheduler scheduler) {
		this.endpoint = endpoint;
		this.config = config;
		this.listener = listener;
		this.owner = owner;
		this.channel = channel;
		this.scheduler = scheduler;
		this.timers = new ConnectionTimers(scheduler);
		this.resets = new Resets(this, scheduler);
		this.pings = new Pings(this, scheduler, config.keepAliveTimeout());
		this.keepAlive = new KeepAlive(this, config, scheduler, () -> ThreadLocalRandom.current().nextDouble());
		this.streamWindows = growthFrom(config.initialWindowSize());
		this.tasks = new LoopTasks(channel.loop(), this::endBurst);
		this.outbound = new OutboundFrames(channel, config.maxEncoderTableSize(),
				(bytes) -> listener.onBytesWritten(endpoint, bytes));
		this.data = new DataQueue(this.outbound, channel, budget);
	}

	// For every thread

	Exchange exchange(H2Request request, ExchangeObserver observer) {
		H2Stream stream = new H2Stream(this, request, observer, this.config);
		onLoop(stream);
		return stream;
	}

	CompletionStage<Optional<Duration>> ping() {
		CompletableFuture<Optional<Duration>> roundTrip = new CompletableFuture<>();
		onLoop(() -> {
			if (this.status.is(ConnectionState.CLOSED)) {
				roundTrip.completeExceptionally(notSent("the connection is closed").asException());
			}
			else {
				this.pings.measure(roundTrip);
			}
		});
		return roundTrip;
	}

	CompletionStage<Void> close() {
		onLoop(() -> shutDown(Http2ErrorCode.NO_ERROR, null));
		return this.closed;
	}

	/** Runs a task on the event loop, soon. */
	void onLoop(Runnable task) {
		this.tasks.add(task);
	}

	/** Runs a task on the event loop, later. */
	Scheduler.Task schedule(Duration delay, Runnable task) {
		return this.scheduler.schedule(() -> onLoop(task), delay);
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	ConnectionStatus status() {
		return this.status;
	}

	ConnectionChannel channel() {
		return this.channel;
	}

	// For the streams and the frames, on the event loop

	Http2Config config() {
		return this.config;
	}

	H2ConnectionListener listener() {
		return this.listener;
	}

	StreamTable streams() {
		return this.streams;
	}

	OutboundFrames outbound() {
		return this.outbound;
	}

	DataQueue data() {
		return this.data;
	}

	Pings pings() {
		return this.pings;
	}

	WindowGrowth streamWindows() {
		return this.streamWindows;
	}

	/** What windows of a size may grow to; nothing larger unless they are to adapt. */
	WindowGrowth growthFrom(int size) {
		int limit = this.config.adaptiveWindows() ? this.config.maxWindowSize() : size;
		return new WindowGrowth(this.pings, this.scheduler::nanoTime, size, limit);
	}

	ConnectionTimers timers() {
		return this.timers;
	}

	/** The largest frame that the peer accepts. */
	int maxFrameSize() {
		return this.status.peerSettings().maxFrameSize();
	}

	/** Sends the preface and our SETTINGS (RFC 9113 section 3.4). */
	void start() {
		this.outbound.preface(this.config);
		int more = this.config.connectionWindowSize() - PeerSettings.INITIAL.initialWindowSize();
		if (more > 0) {
			this.outbound.windowUpdate(0, more);
		}
		this.outbound.flush();
		this.timers.awaitSettings(this.config.settingsTimeout(), () -> onLoop(this::settingsTimedOut));
	}

	private void settingsTimedOut() {
		if (this.timers.isSettingsDue()) {
			boolean handshake = this.status.is(ConnectionState.HANDSHAKING);
			shutDown(Http2ErrorCode.SETTINGS_TIMEOUT,
					new H2Error.SettingsTimeout(this.endpoint, this.config.settingsTimeout(), handshake));
		}
	}

	void open(H2Stream stream) {
		if (stream.isEnded()) {
			return;
		}
		if (!this.status.is(ConnectionState.OPEN) || this.streams.size() >= this.status.accessMode().capacity()) {
			stream.refuse(notSent(!this.status.is(ConnectionState.OPEN) ? "the connection is " + this.status.state()
					: "the peer lowered its stream limit"));
			return;
		}
		int id = this.streams.nextId();
		if (!this.outbound.request(id, stream.request(), stream.writer().isComplete(), maxFrameSize())) {
			stream.refuse(new H2Error.RequestHeadersTooLarge(this.status.peerSettings().maxHeaderListSize()));
			return;
		}
		this.streams.add(stream);
		this.status.openStreams(this.streams.size());
		this.status.lastStreamId(id);
		stream.opened(id, this.outbound.currentBurst(), this.status.peerSettings().initialWindowSize());
		if (!this.streams.hasIds()) {
			drain(notSent("its stream ids are used up"));
		}
		else if (this.streams.becameScarce()) {
			this.owner.retire("stream ids");
		}
	}

	private H2Error notSent(String reason) {
		return new H2Error.NotSent(this.endpoint, reason);
	}

	/** We give up on a stream. */
	void reset(H2Stream stream, Http2ErrorCode code) {
		if (this.status.is(ConnectionState.CLOSED)) {
			stream.close();
		}
		else {
			this.resets.reset(stream, code);
		}
	}

	void writeReset(int streamId, Http2ErrorCode code) {
		this.outbound.reset(streamId, code);
		this.listener.onStreamReset(this.endpoint, code, false);
	}

	void closed(H2Stream stream) {
		if (this.streams.remove(stream.id())) {
			this.status.openStreams(this.streams.size());
			this.data.remove(stream.writer());
		}
	}

	/**
	 * SETTINGS take effect at once, then they are acknowledged (RFC 9113 section 6.5.3).
	 */
	void apply(PeerSettings now) {
		PeerSettings before = this.status.peerSettings();
		this.outbound.maxHeaderListSize(now.maxHeaderListSize());
		this.outbound.settingsAck();
		int delta = now.initialWindowSize() - before.initialWindowSize();
		for (H2Stream stream : this.streams.where((open) -> delta != 0)) {
			if (!stream.writer().widenWindow(delta)) {
				fail(Http2ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE makes a window exceed 2^31-1");
				return;
			}
		}
		long capacity = Math.min(now.maxConcurrentStreams(), this.config.maxConcurrentStreams());
		this.status.settings(now, (int) capacity);
		if (this.status.advanceTo(ConnectionState.OPEN)) {
			this.timers.settingsArrived();
			this.keepAlive.start();
			logger.debug("[{}] {} open, {}", this.channel.id(), this.endpoint, now);
			this.owner.ready(new H2Connection(this));
		}
		else {
			this.owner.changed();
		}
	}

	/**
	 * The pool hears of a GOAWAY before the streams do, so that their replays go
	 * elsewhere.
	 */
	void peerGoesAway(int lastStreamId, Http2ErrorCode code, String debugData) {
		H2Error.GoAway earlier = this.status.goAway();
		int last = (earlier != null) ? Math.min(lastStreamId, earlier.lastStreamId()) : lastStreamId;
		H2Error.GoAway notice = new H2Error.GoAway(0, last, code, debugData);
		this.status.goAway(notice);
		this.listener.onGoAway(this.endpoint, code);
		logger.debug("[{}] {} {}", this.channel.id(), this.endpoint, notice.message());
		drain(notice);
		for (H2Stream stream : this.streams.where((open) -> open.id() > last)) {
			stream.refuse(new H2Error.GoAway(stream.id(), last, code, debugData));
		}
	}

	private void drain(H2Error cause) {
		this.status.advanceTo(ConnectionState.DRAINING);
		this.owner.draining(cause);
	}

	/**
	 * Whether the peer may be gone; the pool prefers other connections while it is. Any
	 * thread may say so.
	 */
	void suspect(boolean suspect) {
		if (this.status.suspect(suspect)) {
			logger.debug("[{}] {} {}", this.channel.id(), this.endpoint, suspect ? "is silent" : "is heard again");
			this.owner.changed();
		}
	}

	/** The peer has left a PING unanswered, and sent nothing else. */
	void peerIsGone() {
		shutDown(Http2ErrorCode.NO_ERROR, new H2Error.KeepAliveTimeout(this.endpoint, this.config.keepAliveTimeout()));
	}

	/**
	 * The peer sends, but has not answered a PING for twice the keep-alive timeout:
	 * streams that were reset keep their slots for good.
	 */
	void leavesPingsUnanswered() {
		if (!this.streams.where(H2Stream::isEnded).isEmpty()) {
			this.owner.retire("PING left unanswered");
		}
	}

	/**
	 * The peer broke a rule that concerns the connection as a whole (RFC 9113 section
	 * 5.4.1).
	 */
	void fail(Http2ErrorCode code, String detail) {
		boolean handshake = this.status.is(ConnectionState.HANDSHAKING);
		shutDown(code, new H2Error.ProtocolError(this.endpoint, code, detail, handshake));
	}

	private void shutDown(Http2ErrorCode code, @Nullable H2Error error) {
		if (!this.status.advanceTo(ConnectionState.CLOSED)) {
			return;
		}
		stopTimers();
		this.outbound.goAway(code);
		this.outbound.flush();
		if (error != null) {
			logger.debug("[{}] {} closing: {}", this.channel.id(), this.endpoint, error.message());
			this.owner.failed(error);
		}
		for (H2Stream stream : this.streams.where((open) -> true)) {
			if (error != null) {
				stream.end(error);
			}
			else {
				stream.connectionLost(null);
			}
			stream.close();
		}
		this.pings.failed((error != null) ? error : lost(null));
		this.channel.closeWhenFlushed();
	}

	private void stopTimers() {
		this.timers.stop();
		this.keepAlive.stop();
		this.pings.stop();
		this.resets.stop();
	}

	/** The socket is closed. */
	void channelClosed(@Nullable Throwable cause) {
		if (this.closed.isDone()) {
			return;
		}
		this.status.advanceTo(ConnectionState.CLOSED);
		stopTimers();
		this.owner.closed(new H2Error.ConnectionLost(this.endpoint, false, cause));
		for (H2Stream stream : this.streams.where((open) -> true)) {
			stream.connectionLost(cause);
			stream.close();
		}
		this.pings.failed(lost(cause));
		this.outbound.release();
		this.closed.complete(null);
	}

	/** What that means for a PING. */
	private H2Error lost(@Nullable Throwable cause) {
		return new H2Error.ConnectionLost(this.endpoint, true, cause);
	}

	/** What the peer sent at once was read: what it led to goes out at once, too. */
	void burstRead(long bytes) {
		if (bytes > 0) {
			this.listener.onBytesRead(this.endpoint, bytes);
			this.pings.read(bytes);
			this.keepAlive.read();
		}
		if (this.channel.isPeerNotReading()) {
			fail(Http2ErrorCode.ENHANCE_YOUR_CALM, "the peer asks for answers that it does not read");
		}
		this.tasks.run();
	}

	void endBurst() {
		if (!this.status.is(ConnectionState.CLOSED)) {
			this.data.pump(maxFrameSize());
			this.outbound.flush();
		}
	}

}
