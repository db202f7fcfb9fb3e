package io.conpool.connection.http2;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.connection.ConnectionOwner;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.ContentBytes;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.Exchange;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import io.conpool.pool.ConnectionEvents;
import io.conpool.testing.Frame;
import io.conpool.testing.FramePeer;
import io.conpool.testing.ManualScheduler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * One connection to a scripted peer: real sockets, but a clock that stands still until
 * the test moves it.
 */
final class ClockedConnection implements AutoCloseable {

	/** What the exchange of SETTINGS takes. */
	static final Duration ROUND_TRIP = Duration.ofMillis(50);

	final ManualScheduler clock = new ManualScheduler();

	final FramePeer peer = FramePeer.cleartext();

	final AtomicInteger changes = new AtomicInteger();

	final CompletableFuture<H2Error> drained = new CompletableFuture<>();

	final CompletableFuture<String> retired = new CompletableFuture<>();

	final CompletableFuture<Void> gone = new CompletableFuture<>();

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final Endpoint endpoint = new Endpoint(Endpoint.Scheme.HTTP, "localhost", this.peer.port());

	private final CompletableFuture<H2Connection> ready = new CompletableFuture<>();

	private final Channel channel;

	ClockedConnection(Http2Config config) throws Exception {
		H2ConnectionListener listener = H2ConnectionListener.all(List.of());
		ConnectionOwner<H2Connection> owner = new ConnectionOwner<>(this.ready, new Events(), listener, this.clock);
		this.channel = new Bootstrap().group(this.loop)
			.channel(NioSocketChannel.class)
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					H2ProtocolHandler.addTo(channel.pipeline(), ClockedConnection.this.endpoint, config, listener,
							owner, ClockedConnection.this.clock);
				}
			})
			.connect(InetAddress.getLoopbackAddress(), this.peer.port())
			.channel();
		this.peer.accept().readPreface();
		this.clock.advance(ROUND_TRIP);
		this.peer.settings().settingsAck().expectSettingsAck();
		get(this.ready);
		this.peer.roundTrip();
	}

	H2Connection connection() {
		return this.ready.join();
	}

	/** Sends a request, which the peer has read when this returns. */
	Call call() throws IOException {
		return call(false);
	}

	/** A call whose content counts as read only when the test says so. */
	Call unreadCall() throws IOException {
		return call(true);
	}

	/** A request whose content never comes. */
	Call upload() throws IOException {
		return call(false, H2Request.post(this.endpoint + "/", RequestBody.publisher((subscriber) -> {
		}, -1)).build());
	}

	private Call call(boolean unread) throws IOException {
		return call(unread, H2Request.get(this.endpoint + "/").build());
	}

	private Call call(boolean unread, H2Request request) throws IOException {
		Call call = new Call(unread);
		call.exchange = connection().exchange(request, call);
		call.id = this.peer.expectRequest();
		return call;
	}

	/** Waits until the event loop has done what it was given. */
	void settle() throws Exception {
		this.loop.submit(() -> {
		}).get(10, TimeUnit.SECONDS);
	}

	/** Keeps the event loop from doing anything until the returned action is run. */
	Runnable holdLoop() {
		CountDownLatch held = new CountDownLatch(1);
		this.loop.execute(() -> {
			try {
				held.await(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		return held::countDown;
	}

	/** Makes every further write fail, as the first one that fails does. */
	void loseOutput() throws Exception {
		((SocketChannel) this.channel).shutdownOutput().get(10, TimeUnit.SECONDS);
		settle();
	}

	/** The frames that the client has sent up to now. */
	List<Frame> sent() throws Exception {
		settle();
		byte[] end = { 'e', 'n', 'd', 0, 0, 0, 0, 0 };
		this.peer.send(Frame.PING, 0, 0, end);
		List<Frame> frames = new ArrayList<>();
		for (Frame frame = this.peer.read(); !(frame.type() == Frame.PING && frame.is(Frame.ACK)); frame = this.peer
			.read()) {
			frames.add(frame);
		}
		return frames;
	}

	/** The next frame, which is a PING. */
	Frame ping() throws IOException {
		Frame frame = this.peer.read();
		if (frame.type() != Frame.PING || frame.is(Frame.ACK)) {
			throw new AssertionError("expected a PING but got " + frame);
		}
		return frame;
	}

	void answer(Frame ping) throws IOException {
		this.peer.send(Frame.PING, Frame.ACK, 0, ping.payload());
	}

	static <T> T get(CompletableFuture<T> future) throws Exception {
		return future.get(10, TimeUnit.SECONDS);
	}

	@Override
	public void close() throws Exception {
		this.peer.close();
		this.loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
	}

	private final class Events implements ConnectionEvents {

		@Override
		public void changed() {
			ClockedConnection.this.changes.incrementAndGet();
		}

		@Override
		public void draining(H2Error cause) {
			ClockedConnection.this.drained.complete(cause);
		}

		@Override
		public void retire(String reason) {
			ClockedConnection.this.retired.complete(reason);
		}

		@Override
		public void closed() {
			ClockedConnection.this.gone.complete(null);
		}

	}

	/** One exchange. */
	static final class Call implements ExchangeObserver, ContentReceiver {

		private final boolean unread;

		final CompletableFuture<H2Response> response = new CompletableFuture<>();

		final CompletableFuture<H2Error> failure = new CompletableFuture<>();

		final CompletableFuture<Void> closed = new CompletableFuture<>();

		int id;

		Exchange exchange;

		volatile ContentSource source;

		Call(boolean unread) {
			this.unread = unread;
		}

		@Override
		public void onClosed() {
			this.closed.complete(null);
		}

		@Override
		public ContentReceiver onHead(int status, HttpHeaders headers, ContentSource origin) {
			this.source = origin;
			return this.unread ? this : null;
		}

		@Override
		public Executor executor() {
			return Runnable::run;
		}

		@Override
		public void onResponse(H2Response received) {
			this.response.complete(received);
		}

		@Override
		public void onFailure(H2Error error) {
			this.failure.complete(error);
		}

		@Override
		public void onContent(int length, ContentBytes content) {
		}

		@Override
		public void onEnd(HttpHeaders trailers) {
		}

		@Override
		public void onError(H2Error error) {
			this.failure.complete(error);
		}

	}

}
