package io.conpool.connection.http2.frame;

import java.util.Objects;

import io.conpool.http.H2Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestBlocksTests {

	/**
	 * What enters the table is sent as an index the second time: the second block is
	 * shorter then.
	 */
	@ParameterizedTest
	@CsvSource({ "authorization, Bearer secret, false", "proxy-authorization, Basic secret, false",
			"cookie, short=secret, false", "cookie, long=0123456789012345678901234567890, true",
			"x-trace, anything, true" })
	void secretsNeverEnterTheCompressionTable(String name, String value, boolean indexed) {
		RequestBlocks blocks = new RequestBlocks(4096);
		H2Request request = H2Request.get("http://localhost/").header(name, value).build();
		int first = length(blocks, request);
		int second = length(blocks, request);
		int withoutField = length(blocks, H2Request.get("http://localhost/").build());
		assertThat(second).isLessThanOrEqualTo(first);
		assertThat(second == withoutField + 1).isEqualTo(indexed);
	}

	private static int length(RequestBlocks blocks, H2Request request) {
		return Objects.requireNonNull(blocks.head(request)).readableBytes();
	}

}
