package io.conpool.connection.http2;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.conpool.connection.ConnectionOwner;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.pool.ConnectionEvents;
import io.conpool.testing.Frame;
import io.conpool.testing.ManualScheduler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * One connection without sockets and threads: all of it, publishers of content included,
 * runs on the test's thread, and the event loop's clock stands still until the test moves
 * it.
 */
final class EmbeddedConnection implements AutoCloseable {

	private static final int PREFACE_LENGTH = 24;

	final CompletableFuture<H2Error> failure = new CompletableFuture<>();

	private final Channel channel = new Channel();

	private final CompletableFuture<H2Connection> ready = new CompletableFuture<>();

	private final ByteBuf sent = Unpooled.buffer();

	/**
	 * Makes a connection that is open.
	 * @param settings the peer's, as pairs of id and value
	 */
	EmbeddedConnection(int... settings) {
		this.channel.freezeTime();
		Endpoint endpoint = new Endpoint(Endpoint.Scheme.HTTP, "localhost", 80);
		H2ConnectionListener listener = H2ConnectionListener.all(List.of());
		ManualScheduler clock = new ManualScheduler();
		ConnectionOwner<H2Connection> owner = new ConnectionOwner<>(this.ready, new NoEvents(), listener, clock);
		H2ProtocolHandler.addTo(this.channel.pipeline(), endpoint, Http2Config.defaults(), listener, owner, clock);
		ByteBuf payload = Unpooled.buffer();
		for (int i = 0; i < settings.length; i += 2) {
			payload.writeShort(settings[i]).writeInt(settings[i + 1]);
		}
		receive(new Frame(Frame.SETTINGS, 0, 0, ByteBufUtil.getBytes(payload)));
		receive(new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]));
		collect();
		this.sent.skipBytes(PREFACE_LENGTH);
		frames();
	}

	/** Sends a request with content as far as that may be sent at once. */
	Exchange post(RequestBody body) {
		H2Request request = H2Request.post("http://localhost/", body).build();
		Exchange exchange = this.ready.join().exchange(request, new Observer());
		this.channel.runPendingTasks();
		return exchange;
	}

	/** Lets the event loop do what it was given. */
	void settle() {
		this.channel.runPendingTasks();
	}

	/** Moves the event loop's clock. */
	void advance(long time, TimeUnit unit) {
		this.channel.advanceTimeBy(time, unit);
		this.channel.runPendingTasks();
	}

	/** Whether the event loop has something to do later. */
	boolean hasTimer() {
		return this.channel.runScheduledPendingTasks() >= 0;
	}

	void receive(Frame frame) {
		this.channel.writeInbound(Unpooled.wrappedBuffer(frame.encoded()));
		this.channel.runPendingTasks();
	}

	/** Sets whether the socket takes what is written to it. */
	void socketTakes(boolean takes) {
		this.channel.stuck = !takes;
		this.channel.flush();
		this.channel.runPendingTasks();
	}

	/** The DATA frames among what was sent since the last look. */
	List<Frame> data() {
		return frames().stream().filter((frame) -> frame.type() == Frame.DATA).toList();
	}

	/** What was sent since the last look. */
	List<Frame> frames() {
		collect();
		List<Frame> frames = new ArrayList<>();
		while (this.sent.isReadable()) {
			byte[] payload = new byte[this.sent.readUnsignedMedium()];
			int type = this.sent.readUnsignedByte();
			int flags = this.sent.readUnsignedByte();
			int streamId = this.sent.readInt();
			this.sent.readBytes(payload);
			frames.add(new Frame(type, flags, streamId, payload));
		}
		return frames;
	}

	private void collect() {
		for (ByteBuf next = this.channel.readOutbound(); next != null; next = this.channel.readOutbound()) {
			this.sent.writeBytes(next);
			next.release();
		}
	}

	/** The socket closes. */
	void drop() {
		this.channel.close();
		this.channel.runPendingTasks();
	}

	@Override
	public void close() {
		this.channel.stuck = false;
		this.channel.finishAndReleaseAll();
	}

	private static final class Channel extends EmbeddedChannel {

		private boolean stuck;

		@Override
		protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
			if (!this.stuck) {
				super.doWrite(waiting);
			}
		}

	}

	private static final class NoEvents implements ConnectionEvents {

		@Override
		public void changed() {
		}

		@Override
		public void draining(H2Error cause) {
		}

		@Override
		public void retire(String reason) {
		}

		@Override
		public void closed() {
		}

	}

	private final class Observer implements ExchangeObserver {

		@Override
		public void onClosed() {
		}

		@Override
		public Executor executor() {
			return Runnable::run;
		}

		@Override
		public void onResponse(H2Response response) {
		}

		@Override
		public void onFailure(H2Error error) {
			EmbeddedConnection.this.failure.complete(error);
		}

	}

}
