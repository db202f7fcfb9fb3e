package io.conpool.test;

import java.io.ByteArrayOutputStream;
import java.util.function.Function;

import io.conpool.http.HttpHeaders;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import org.jspecify.annotations.Nullable;

/**
 * One stream: gathers the request, and gives its answer when it is complete. Confined to
 * the stream's event loop.
 */
final class StreamHandler extends SimpleChannelInboundHandler<Http2StreamFrame> {

	private final int connection;

	private final Function<RecordedRequest, Answer> answers;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private @Nullable Http2Headers head;

	/**
	 * Makes the handler of one stream.
	 * @param connection the number of its connection
	 * @param answers called on the event loop with the complete request
	 */
	StreamHandler(int connection, Function<RecordedRequest, Answer> answers) {
		this.connection = connection;
		this.answers = answers;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext stream, Http2StreamFrame frame) {
		if (frame instanceof Http2HeadersFrame headers) {
			// Trailers, if it is not the first; nobody has asked for them yet.
			if (this.head == null) {
				this.head = headers.headers();
				goAheadIfExpected(stream, this.head);
			}
			endIf(headers.isEndStream(), stream);
		}
		else if (frame instanceof Http2DataFrame data) {
			this.body.writeBytes(ByteBufUtil.getBytes(data.content()));
			endIf(data.isEndStream(), stream);
		}
	}

	/** RFC 9110 section 10.1.1: the client holds the content back until then. */
	private static void goAheadIfExpected(ChannelHandlerContext stream, Http2Headers head) {
		if (head.contains("expect", "100-continue", true)) {
			stream.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("100")));
		}
	}

	private void endIf(boolean last, ChannelHandlerContext stream) {
		Http2Headers head = this.head;
		if (last && head != null) {
			RecordedRequest request = request(head);
			this.answers.apply(request).give(stream, request);
		}
	}

	private RecordedRequest request(Http2Headers head) {
		HttpHeaders.Builder fields = HttpHeaders.builder();
		head.forEach((field) -> {
			String name = field.getKey().toString();
			if (!name.startsWith(":")) {
				fields.add(name, field.getValue().toString());
			}
		});
		return new RecordedRequest(this.connection, String.valueOf(head.method()), String.valueOf(head.path()),
				fields.build(), this.body.toByteArray());
	}

}
