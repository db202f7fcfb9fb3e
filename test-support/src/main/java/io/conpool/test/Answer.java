package io.conpool.test;

import io.conpool.error.Http2ErrorCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * What a stream gets when its request is complete: a response or a fault. Immutable.
 */
@FunctionalInterface
interface Answer {

	/**
	 * Gives the answer.
	 * @param stream the stream, on its event loop
	 * @param request what was asked
	 */
	void give(ChannelHandlerContext stream, RecordedRequest request);

	/** A response; without its content if the request is of the method HEAD. */
	static Answer response(MockResponse response) {
		return (stream, request) -> {
			Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(response.status()));
			response.headers().forEach(head::add);
			byte[] body = response.body();
			if (body.length == 0 || request.method().equals("HEAD")) {
				stream.writeAndFlush(new DefaultHttp2HeadersFrame(head, true));
			}
			else {
				stream.write(new DefaultHttp2HeadersFrame(head));
				stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
			}
		};
	}

	/** RST_STREAM in place of a response. */
	static Answer reset(Http2ErrorCode code) {
		return (stream, request) -> stream.writeAndFlush(new DefaultHttp2ResetFrame(code.code()));
	}

	/** Nothing; the stream stays open. */
	static Answer nothing() {
		return (stream, request) -> {
		};
	}

}
