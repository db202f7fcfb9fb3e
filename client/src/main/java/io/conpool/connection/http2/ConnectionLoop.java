package io.conpool.connection.http2;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

import io.conpool.connection.ChannelEvents;
import io.conpool.connection.ConnectionChannel;
import io.conpool.connection.ConnectionOwner;
import io.conpool.connection.LoopTasks;
import io.conpool.connection.LoopTimer;
import io.conpool.connection.OutputBuffer;
import io.conpool.connection.http2.frame.FrameFormat;
import io.conpool.connection.http2.frame.FrameWriter;
import io.conpool.connection.http2.peer.Account;
import io.conpool.connection.http2.peer.KeepAlive;
import io.conpool.connection.http2.peer.PingedPeer;
import io.conpool.connection.http2.peer.Pings;
import io.conpool.connection.http2.peer.Slots;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.time.Scheduler;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inner side of a connection: its state, its streams, and what moves them. What
 * others may see of it are volatile snapshots, and {@link #exchange}, {@link #close},
 * {@link #suspect} and {@link #onLoop} may be called by any thread; everything else is
 * confined to the connection's event loop.
 */
final class ConnectionLoop implements ChannelEvents, PingedPeer {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionLoop.class);

	private static final int FIRST_STREAM_ID = 1;

	private final Endpoint endpoint;

	private final Http2Config config;

	private final H2ConnectionListener listener;

	private final ConnectionOwner<?> owner;

	private final ConnectionChannel channel;

	private final LoopTasks tasks;

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final ConnectionStatus status = new ConnectionStatus();

	// Confined to the event loop.
	private final StreamTable<H2Stream> streams = new StreamTable<>(FIRST_STREAM_ID);

	private final OutputBuffer output;

	private final FrameWriter frames;

	private final DataQueue data;

	private final Account account;

	private final ConnectionTimers timers;

	private final Slots slots;

	private final Pings pings;

	private final KeepAlive keepAlive;

	private final WindowGrowth streamWindows;

	ConnectionLoop(Endpoint endpoint, Http2Config config, H2ConnectionListener listener, ConnectionOwner<?> owner,
			ConnectionChannel channel, Scheduler scheduler) {
		this.endpoint = endpoint;
		this.config = config;
		this.listener = listener;
		this.owner = owner;
		this.channel = channel;
		this.tasks = new LoopTasks(channel.loop(), scheduler, this::endBurst);
		this.timers = new ConnectionTimers(this.tasks);
		this.pings = new Pings(this, endpoint, this.tasks, config.keepAliveTimeout());
		this.slots = new Slots(this.pings, this.tasks, () -> owner.retire("resets wait to be sent"));
		this.keepAlive = new KeepAlive(this, this.pings, this.tasks, config.keepAliveInterval(),
				config.keepAliveWithoutStreams(), () -> ThreadLocalRandom.current().nextDouble());
		this.streamWindows = growthFrom(config.initialWindowSize());
		this.output = new OutputBuffer(channel, (bytes) -> listener.onBytesWritten(endpoint, bytes));
		this.frames = new FrameWriter(this.output, config.maxEncoderTableSize());
		this.account = new Account(scheduler::nanoTime, this.output::burst, this.output::isWritten);
		this.data = new DataQueue(this.output, channel, this.account, this.tasks::run);
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

	LoopTimer timer() {
		return this.tasks;
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

	StreamTable<H2Stream> streams() {
		return this.streams;
	}

	FrameWriter frames() {
		return this.frames;
	}

	OutputBuffer output() {
		return this.output;
	}

	Account account() {
		return this.account;
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
		return new WindowGrowth(this.pings, this.tasks::nanoTime, size, limit);
	}

	ConnectionTimers timers() {
		return this.timers;
	}

	/** The largest frame that the peer accepts. */
	int maxFrameSize() {
		return this.status.peerSettings().maxFrameSize();
	}

	/** Sends the preface and our SETTINGS (RFC 9113 section 3.4). */
	@Override
	public void start() {
		this.channel.readToTheEnd();
		this.frames.preface(FrameFormat.HEADER_TABLE_SIZE, this.config.headerTableSize(), FrameFormat.ENABLE_PUSH, 0,
				FrameFormat.INITIAL_WINDOW_SIZE, this.config.initialWindowSize(), FrameFormat.MAX_FRAME_SIZE,
				this.config.maxFrameSize(), FrameFormat.MAX_HEADER_LIST_SIZE, this.config.maxHeaderListSize());
		int more = this.config.connectionWindowSize() - FrameFormat.INITIAL_WINDOW;
		if (more > 0) {
			this.frames.windowUpdate(0, more);
		}
		this.output.flush();
		this.timers.awaitSettings(this.config.settingsTimeout(), this::settingsTimedOut);
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
		if (!this.status.is(ConnectionState.OPEN) || this.streams.size() >= this.status.streamLimit()) {
			stream.refuse(notSent(!this.status.is(ConnectionState.OPEN) ? "the connection is " + this.status.state()
					: "the peer lowered its stream limit"));
			return;
		}
		int id = this.streams.nextId();
		if (!this.frames.request(id, stream.request(), stream.writer().isComplete(), maxFrameSize())) {
			stream.refuse(new H2Error.RequestHeadersTooLarge(this.status.peerSettings().maxHeaderListSize()));
			return;
		}
		this.streams.add(stream);
		this.account.requested();
		this.status.openStreams(this.streams.size());
		this.status.lastStreamId(id);
		stream.opened(id, this.output.burst(), this.status.peerSettings().initialWindowSize());
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

	/** The peer answers a request. */
	void answered() {
		this.owner.served();
	}

	/**
	 * We give up on a stream. The pool learns that its slot is held before the lease
	 * comes back.
	 * @param window what the peer may still send on it
	 */
	void abandon(H2Stream stream, Http2ErrorCode code, int window) {
		if (this.status.is(ConnectionState.CLOSED)) {
			stream.close();
			return;
		}
		this.account.gaveUp(window);
		stream.holdSlot();
		this.status.holdSlots(1);
		this.slots.reset(stream, code);
	}

	void closed(H2Stream stream) {
		if (this.streams.remove(stream.id())) {
			this.status.openStreams(this.streams.size());
			this.data.remove(stream.writer());
			if (stream.holdsSlot()) {
				this.status.holdSlots(-1);
				roomGained();
			}
		}
	}

	private void roomGained() {
		if (this.status.is(ConnectionState.OPEN)) {
			this.owner.changed();
		}
	}

	/**
	 * SETTINGS take effect at once, then they are acknowledged (RFC 9113 section 6.5.3).
	 */
	void apply(PeerSettings now) {
		PeerSettings before = this.status.peerSettings();
		this.frames.maxHeaderListSize(now.maxHeaderListSize());
		this.frames.settingsAck();
		int delta = now.initialWindowSize() - before.initialWindowSize();
		for (H2Stream stream : this.streams.where((open) -> delta != 0 && open.isSending())) {
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
			this.owner.ready();
		}
		else {
			this.owner.changed();
		}
	}

	/**
	 * The pool hears of a GOAWAY before the streams do, so that their replays go
	 * elsewhere. Of several the lowest last stream counts, and the latest code. A stream
	 * that the peer answers goes on, since it has processed that, whatever it says.
	 */
	void peerGoesAway(int lastStreamId, long errorCode, String debugData) {
		H2Error.GoAway earlier = this.status.goAway();
		int last = (earlier != null) ? Math.min(lastStreamId, earlier.lastStreamId()) : lastStreamId;
		H2Error.GoAway notice = new H2Error.GoAway(0, last, errorCode, debugData);
		this.status.goAway(notice);
		this.listener.onGoAway(this.endpoint, notice.code());
		logger.debug("[{}] {} {}", this.channel.id(), this.endpoint, notice.message());
		if (this.status.is(ConnectionState.HANDSHAKING)) {
			// No SETTINGS, so there will be no streams. What the peer says tells more
			// than the rule that it breaks.
			shutDown(Http2ErrorCode.PROTOCOL_ERROR, lost(false, null));
			return;
		}
		drain(notice);
		for (H2Stream stream : this.streams.where((open) -> open.id() > last && !open.isBeingAnswered())) {
			stream.refuse(new H2Error.GoAway(stream.id(), last, errorCode, debugData));
		}
	}

	private void drain(H2Error cause) {
		this.status.advanceTo(ConnectionState.DRAINING);
		this.owner.draining(cause);
	}

	@Override
	public void writePing(long payload) {
		this.frames.ping(payload);
	}

	@Override
	public boolean isIdle() {
		return this.status.openStreams() == 0;
	}

	@Override
	public boolean isSuspect() {
		return this.status.isSuspect();
	}

	/**
	 * Whether the peer may be gone; the pool prefers other connections while it is. Any
	 * thread may say so.
	 */
	@Override
	public void suspect(boolean suspect) {
		if (this.status.suspect(suspect)) {
			logger.debug("[{}] {} {}", this.channel.id(), this.endpoint, suspect ? "is silent" : "is heard again");
			this.owner.changed();
		}
	}

	/** The peer has left a PING unanswered, and sent nothing else. */
	@Override
	public void peerIsGone() {
		shutDown(Http2ErrorCode.NO_ERROR, new H2Error.KeepAliveTimeout(this.endpoint, this.config.keepAliveTimeout()));
	}

	/**
	 * The peer broke a rule that concerns the connection as a whole (RFC 9113 section
	 * 5.4.1).
	 */
	void fail(Http2ErrorCode code, String detail) {
		boolean handshake = this.status.is(ConnectionState.HANDSHAKING);
		shutDown(code, new H2Error.ProtocolError(this.endpoint, code, detail, handshake));
	}

	@Override
	public void failed(Throwable cause) {
		Http2ErrorCode code = (cause instanceof Http2Exception breach) ? Http2ErrorCode.of(breach.error().code())
				: Http2ErrorCode.INTERNAL_ERROR;
		fail(code, String.valueOf(cause.getMessage()));
	}

	private void shutDown(Http2ErrorCode code, @Nullable H2Error error) {
		if (!this.status.advanceTo(ConnectionState.CLOSED)) {
			return;
		}
		stopTimers();
		this.frames.goAway(code);
		this.output.flush();
		if (error != null) {
			logger.debug("[{}] {} closing: {}", this.channel.id(), this.endpoint, error.message());
			this.owner.failed(error);
		}
		for (H2Stream stream : this.streams.where((open) -> true)) {
			if (error != null) {
				stream.end(error);
			}
			else {
				stream.connectionLost(null, false);
			}
			stream.close();
		}
		this.pings.failed((error != null) ? error : lost(true, null));
		this.channel.closeWhenFlushed();
	}

	private void stopTimers() {
		this.data.stop();
		this.timers.stop();
		this.keepAlive.stop();
		this.pings.stop();
		this.slots.stop();
	}

	/** The peer may have said before why it does not read any more. */
	@Override
	public void writeFailed() {
		drain(notSent("a write to the connection has failed"));
		this.channel.closeSoon();
	}

	/** The socket is closed, or has no more input. */
	@Override
	public void channelClosed(@Nullable Throwable cause) {
		if (this.closed.isDone()) {
			return;
		}
		this.status.advanceTo(ConnectionState.CLOSED);
		stopTimers();
		this.owner.closed(lost(false, cause));
		for (H2Stream stream : this.streams.where((open) -> true)) {
			stream.connectionLost(cause, true);
			stream.close();
		}
		this.pings.failed(lost(true, cause));
		this.output.release();
		this.closed.complete(null);
	}

	private H2Error lost(boolean sent, @Nullable Throwable cause) {
		return new H2Error.ConnectionLost(this.endpoint, sent, false, this.status.goAway(), cause);
	}

	/** What the peer sent at once was read: what it led to goes out at once, too. */
	@Override
	public void burstRead(long bytes) {
		if (bytes > 0) {
			this.listener.onBytesRead(this.endpoint, bytes);
			this.pings.read(bytes);
			this.keepAlive.read();
		}
		this.tasks.run();
	}

	@Override
	public void endBurst() {
		if (!this.status.is(ConnectionState.CLOSED)) {
			this.slots.endBurst();
			this.data.pump(maxFrameSize());
			this.output.flush();
		}
	}

}
