package io.conpool.hpack;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderFieldTests {

	@ParameterizedTest
	@CsvSource({ "server, x", "te, trailers", "x-empty, ''", ":status, 200", ":unknown, ''" })
	void isWellFormed(String name, String value) {
		assertThat(new HeaderField(name, value).isMalformed()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "Server, x", "'', x", ":, x", "a:b, x", "te, gzip", "connection, close", "server, ' x'",
			"server, 'x\t'", "server, 'x\ny'" })
	void isMalformed(String name, String value) {
		assertThat(new HeaderField(name, value).isMalformed()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ ":status, true", ":, true", "'', false", "status, false" })
	void pseudoHeaderFieldsBeginWithAColon(String name, boolean pseudo) {
		assertThat(new HeaderField(name, "x").isPseudo()).isEqualTo(pseudo);
	}

}
