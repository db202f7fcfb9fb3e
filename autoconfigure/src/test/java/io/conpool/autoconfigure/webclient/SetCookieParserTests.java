package io.conpool.autoconfigure.webclient;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.ResponseCookie;

import static org.assertj.core.api.Assertions.assertThat;

class SetCookieParserTests {

	private final SetCookieParser parser = new SetCookieParser(() -> Instant.parse("2026-01-01T00:00:00Z"));

	@Test
	void everyAttributeIsRead() {
		ResponseCookie cookie = parse("id=a=b; Domain=example.org; Path=/x; Max-Age=60; SECURE; httponly; "
				+ "SameSite=Strict; Partitioned; Unknown=1; alone");
		assertThat(cookie.getName()).isEqualTo("id");
		assertThat(cookie.getValue()).isEqualTo("a=b");
		assertThat(cookie.getDomain()).isEqualTo("example.org");
		assertThat(cookie.getPath()).isEqualTo("/x");
		assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofSeconds(60));
		assertThat(cookie.isSecure()).isTrue();
		assertThat(cookie.isHttpOnly()).isTrue();
		assertThat(cookie.getSameSite()).isEqualTo("Strict");
		assertThat(cookie.isPartitioned()).isTrue();
	}

	@Test
	void aCookieAloneHasNoAttributes() {
		ResponseCookie cookie = parse(" id = 1 ");
		assertThat(cookie.getName()).isEqualTo("id");
		assertThat(cookie.getValue()).isEqualTo("1");
		assertThat(cookie.getDomain()).isNull();
		assertThat(cookie.getPath()).isNull();
		assertThat(cookie.getMaxAge()).isNegative();
		assertThat(cookie.isSecure()).isFalse();
		assertThat(cookie.isHttpOnly()).isFalse();
		assertThat(cookie.getSameSite()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Thu, 01 Jan 2026 00:01:00 GMT", "Thu, 01-Jan-2026 00:01:00 GMT" })
	void expiresIsAnAgeFromNow(String date) {
		assertThat(parse("id=1; Expires=" + date).getMaxAge()).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void whatHasExpiredHasNoAgeLeft() {
		assertThat(parse("id=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT").getMaxAge()).isZero();
		assertThat(parse("id=1; Max-Age=-5").getMaxAge()).isZero();
	}

	@Test
	void maxAgeGoesBeforeExpires() {
		assertThat(parse("id=1; Max-Age=5; Expires=Thu, 01 Jan 2026 00:01:00 GMT").getMaxAge())
			.isEqualTo(Duration.ofSeconds(5));
		assertThat(parse("id=1; Max-Age=soon; Expires=Thu, 01 Jan 2026 00:01:00 GMT").getMaxAge())
			.isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void aDateThatCannotBeReadIsPassedOver() {
		assertThat(parse("id=1; Expires=tomorrow").getMaxAge()).isNegative();
	}

	@Test
	void aRelativePathIsPassedOver() {
		assertThat(parse("id=1; Path=x").getPath()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ";", "id", "=1", " =1; Path=/", "i d=1", "id=a b", "id=\u00e4",
			"id=1; Domain=-example.org" })
	void whatIsNoCookieIsPassedOver(String field) {
		assertThat(this.parser.parse(field)).isEmpty();
	}

	@Test
	void cookiesOfOneNameStandBesideEachOther() {
		assertThat(this.parser.parse(List.of("id=1; Path=/a", "id=2; Path=/b", "other=3")))
			.hasEntrySatisfying("id", (cookies) -> assertThat(cookies).hasSize(2))
			.containsKey("other");
	}

	private ResponseCookie parse(String field) {
		return this.parser.parse(field).get(0);
	}

}
