package io.conpool.autoconfigure.testsupport;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One request as the server sees it, and how a test answers it. Any thread may call.
 */
public final class ServerExchange extends SimpleChannelInboundHandler<Http2StreamFrame> {

	private final Consumer<ServerExchange> begun;

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	private final CompletableFuture<byte[]> content = new CompletableFuture<>();

	private final CompletableFuture<Long> reset = new CompletableFuture<>();

	private final AtomicLong sent = new AtomicLong();

	private volatile Channel stream;

	private volatile Http2Headers headers;

	ServerExchange(Consumer<ServerExchange> begun) {
		this.begun = begun;
	}

	// What arrives

	@Override
	protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
		if (frame instanceof Http2HeadersFrame head) {
			this.headers = head.headers();
			this.stream = context.channel();
			if (head.isEndStream()) {
				this.content.complete(new byte[0]);
			}
			this.begun.accept(this);
		}
		else if (frame instanceof Http2DataFrame data) {
			byte[] bytes = ByteBufUtil.getBytes(data.content());
			synchronized (this.received) {
				this.received.writeBytes(bytes);
				this.received.notifyAll();
			}
			if (data.isEndStream()) {
				this.content.complete(this.received.toByteArray());
			}
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof Http2ResetFrame frame) {
			this.reset.complete(frame.errorCode());
			// What was not read would never be released.
			readOn();
		}
	}

	public String method() {
		return this.headers.method().toString();
	}

	public String path() {
		return this.headers.path().toString();
	}

	/** The values of a field, or none. */
	public List<String> header(String name) {
		return this.headers.getAll(name).stream().map(CharSequence::toString).toList();
	}

	/** The names of all fields but the pseudo-header fields. */
	public List<String> headerNames() {
		return this.headers.names()
			.stream()
			.map(CharSequence::toString)
			.filter((name) -> !name.startsWith(":"))
			.toList();
	}

	/** Completes with the request's content when its end has arrived. */
	public CompletableFuture<byte[]> content() {
		return this.content;
	}

	/** Waits until so many bytes of the request's content have arrived. */
	public void awaitContent(int bytes) throws InterruptedException {
		long until = System.nanoTime() + 10_000_000_000L;
		synchronized (this.received) {
			while (this.received.size() < bytes) {
				long left = (until - System.nanoTime()) / 1_000_000;
				if (left <= 0) {
					throw new AssertionError("only " + this.received.size() + " bytes arrived");
				}
				this.received.wait(left);
			}
		}
	}

	/** Completes with the code when the client resets the stream. */
	public CompletableFuture<Long> reset() {
		return this.reset;
	}

	/** How many bytes of content have left the server. */
	public long sent() {
		return this.sent.get();
	}

	/** Takes no more content, so that the client's window is not refilled. */
	public void stopReading() {
		this.stream.config().setAutoRead(false);
	}

	public void readOn() {
		this.stream.config().setAutoRead(true);
	}

	// What is answered

	public void respond(int status, String body, String... fields) {
		respond(status, body.getBytes(UTF_8), fields);
	}

	public void respond(int status, byte[] body, String... fields) {
		head(status, fields);
		write(Unpooled.wrappedBuffer(body), true);
	}

	/** As {@link #respond}, in frames of a size, so that {@link #sent} counts each. */
	public void respondInPieces(byte[] body, int size) {
		head(200);
		for (int from = 0; from < body.length; from += size) {
			data(Arrays.copyOfRange(body, from, Math.min(body.length, from + size)));
		}
		end();
	}

	/** The head alone, with fields as name, value, name, value. */
	public ServerExchange head(int status, String... fields) {
		Http2Headers answer = new DefaultHttp2Headers().status(Integer.toString(status));
		for (int i = 0; i < fields.length; i += 2) {
			answer.add(fields[i], fields[i + 1]);
		}
		this.stream.writeAndFlush(new DefaultHttp2HeadersFrame(answer));
		return this;
	}

	public ServerExchange data(byte[] bytes) {
		write(Unpooled.wrappedBuffer(bytes), false);
		return this;
	}

	public ServerExchange data(String text) {
		return data(text.getBytes(UTF_8));
	}

	public void end() {
		write(Unpooled.EMPTY_BUFFER, true);
	}

	private void write(ByteBuf bytes, boolean last) {
		int length = bytes.readableBytes();
		this.stream.writeAndFlush(new DefaultHttp2DataFrame(bytes, last)).addListener((written) -> {
			if (written.isSuccess()) {
				this.sent.addAndGet(length);
			}
		});
	}

	public void reset(Http2Error code) {
		this.stream.writeAndFlush(new DefaultHttp2ResetFrame(code));
	}

	/** Closes the connection without a word. */
	public void breakConnection() {
		this.stream.parent().close();
	}

}
