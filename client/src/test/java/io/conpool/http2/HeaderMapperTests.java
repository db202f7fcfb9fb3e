package io.conpool.http2;

import io.conpool.http.H2Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderMapperTests {

	/**
	 * What enters the table is sent as an index the second time: the second block is
	 * shorter then.
	 */
	@ParameterizedTest
	@CsvSource({ "authorization, Bearer secret, false", "proxy-authorization, Basic secret, false",
			"cookie, short=secret, false", "cookie, long=0123456789012345678901234567890, true",
			"x-trace, anything, true" })
	void secretsNeverEnterTheCompressionTable(String name, String value, boolean indexed) throws Exception {
		DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder(HeaderMapper.SENSITIVE, false);
		H2Request request = H2Request.get("http://localhost/").header(name, value).build();
		int first = encode(encoder, request).length;
		int second = encode(encoder, request).length;
		int withoutField = encode(encoder, H2Request.get("http://localhost/").build()).length;
		assertThat(second).isLessThanOrEqualTo(first);
		assertThat(second == withoutField + 1).isEqualTo(indexed);
	}

	private static byte[] encode(DefaultHttp2HeadersEncoder encoder, H2Request request) throws Http2Exception {
		ByteBuf block = Unpooled.buffer();
		encoder.encodeHeaders(1, HeaderMapper.toHttp2(request), block);
		return ByteBufUtil.getBytes(block);
	}

}
