package io.conpool.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The content of a request.
 */
class RequestBodyTests {

	@Test
	void bytesAreTheContentItself() {
		byte[] content = { 1, 2, 3 };
		RequestBody body = RequestBody.bytes(content);
		assertThat(body.length()).isEqualTo(3);
		assertThat(((RequestBody.Bytes) body).content()).isSameAs(content);
	}

	@Test
	void textIsSentAsUtf8() {
		RequestBody body = RequestBody.utf8("\u00e4\u20ac");
		assertThat(body.length()).isEqualTo(5);
		assertThat(((RequestBody.Bytes) body).content()).isEqualTo("\u00e4\u20ac".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void noContentIsTheSameHoweverItWasMade() {
		assertThat(RequestBody.bytes(new byte[0])).isSameAs(RequestBody.empty());
		assertThat(RequestBody.utf8("")).isSameAs(RequestBody.empty());
		assertThat(RequestBody.empty().length()).isZero();
	}

	@Test
	void whatIsInMemoryCanBeSentAgain() {
		assertThat(RequestBody.empty().isReplayable()).isTrue();
		assertThat(RequestBody.utf8("x").isReplayable()).isTrue();
	}

	@Test
	void theTextDoesNotShowTheContent() {
		assertThat(RequestBody.utf8("secret").toString()).doesNotContain("secret");
	}

}
