package io.conpool.interop;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Serves the paths of {@link Paths} on a connection of HTTP/1.1 or a stream of HTTP/2 of
 * Netty's. It reads on whether or not its peer does: nginx and httpd send a backend all
 * of a request before they read the response. Confined to the channel's loop.
 */
final class NettyPaths extends SimpleChannelInboundHandler<HttpObject> {

	/** POST with a query: counts the query as an id. */
	static final String COUNT = "/count?";

	/** GET: {@code /content.txt} after a 103. */
	static final String HINTS = "/hints";

	/** GET: 64 KiB, some time after the request. */
	static final String LATE = "/late";

	/** How much later {@link #LATE} answers. */
	static final long LATE_MILLIS = 400;

	private static final int LATE_LENGTH = 64 * 1024;

	private final Shared shared;

	private String path = "";

	private long length;

	NettyPaths(Shared shared) {
		this.shared = shared;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
		if (message instanceof HttpRequest request) {
			begin(ctx, request);
		}
		if (message instanceof HttpContent content) {
			this.length += content.content().readableBytes();
			if (this.path.equals(Paths.ECHO)) {
				ctx.writeAndFlush(new DefaultHttpContent(content.content().retain()));
			}
		}
		if (message instanceof LastHttpContent) {
			end(ctx);
		}
	}

	private void begin(ChannelHandlerContext ctx, HttpRequest request) {
		this.path = this.shared.forgets ? Paths.HANG : request.uri();
		this.length = 0;
		if (this.path.equals(Paths.HANG)) {
			this.shared.hanging.incrementAndGet();
		}
		else if (this.path.equals(Paths.ECHO)) {
			HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
			HttpUtil.setTransferEncodingChunked(response, true);
			ctx.writeAndFlush(response);
		}
	}

	private void end(ChannelHandlerContext ctx) {
		switch (this.path) {
			case Paths.HANG -> {
			}
			case Paths.ECHO -> ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
			case Paths.UPLOAD -> respond(ctx, Long.toString(this.length));
			case HINTS -> {
				HttpResponse hints = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.EARLY_HINTS);
				hints.headers().set("link", "</style.css>; rel=preload; as=style");
				ctx.write(hints);
				respond(ctx, ServerProcess.CONTENT);
			}
			case LATE -> ctx.executor()
				.schedule(() -> respond(ctx, Unpooled.wrappedBuffer(new byte[LATE_LENGTH])), LATE_MILLIS,
						TimeUnit.MILLISECONDS);
			default -> {
				if (this.path.startsWith(COUNT)) {
					this.shared.ids.merge(this.path.substring(COUNT.length()), 1, Integer::sum);
				}
				respond(ctx, ServerProcess.CONTENT);
			}
		}
	}

	private static void respond(ChannelHandlerContext ctx, String content) {
		respond(ctx, Unpooled.copiedBuffer(content, StandardCharsets.UTF_8));
	}

	private static void respond(ChannelHandlerContext ctx, ByteBuf content) {
		HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, content);
		response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
		ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		ctx.close();
	}

	/** What all connections share. Safe for use by several threads. */
	static final class Shared {

		/** Whether requests are taken but never answered. */
		volatile boolean forgets;

		/** Requests for {@link Paths#HANG}. */
		final AtomicInteger hanging = new AtomicInteger();

		/** How often each id was sent to {@link #COUNT}. */
		final Map<String, Integer> ids = new ConcurrentHashMap<>();

	}

}
