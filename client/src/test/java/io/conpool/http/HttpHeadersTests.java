package io.conpool.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fields in their order.
 */
class HttpHeadersTests {

	private static HttpHeaders headers(String... namesAndValues) {
		HttpHeaders.Builder builder = HttpHeaders.builder();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			builder.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return builder.build();
	}

	@Test
	void aFieldIsFoundWhateverTheCase() {
		HttpHeaders headers = headers("Content-Type", "text/plain");
		assertThat(headers.first("CONTENT-type")).contains("text/plain");
		assertThat(headers.all("content-TYPE")).containsExactly("text/plain");
		assertThat(headers.contains("content-type")).isTrue();
	}

	@Test
	void aFieldThatIsNotThereIsNotFound() {
		HttpHeaders headers = headers("a", "1");
		assertThat(headers.first("b")).isEmpty();
		assertThat(headers.all("b")).isEmpty();
		assertThat(headers.contains("b")).isFalse();
	}

	@Test
	void aValueIsNotTakenForAName() {
		assertThat(headers("a", "b", "c", "d").contains("b")).isFalse();
	}

	@Test
	void theFirstOfSeveralValuesIsTheFirst() {
		assertThat(headers("a", "1", "b", "2", "A", "3").first("a")).contains("1");
	}

	@Test
	void allValuesStandInTheirOrder() {
		assertThat(headers("a", "1", "b", "2", "A", "3").all("a")).containsExactly("1", "3");
	}

	@Test
	void namesAreLowerCaseAndOccurOnce() {
		assertThat(headers("B", "1", "a", "2", "b", "3").names()).containsExactly("b", "a");
	}

	@Test
	void namesAreMadeLowerCaseWithoutRegardToTheMachinesLanguage() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("tr"));
		try {
			assertThat(headers("IF-MATCH", "x").names()).containsExactly("if-match");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void everyFieldIsHandedOverInItsOrder() {
		List<String> seen = new ArrayList<>();
		headers("B", "1", "a", "2", "b", "3").forEach((name, value) -> seen.add(name + "=" + value));
		assertThat(seen).containsExactly("b=1", "a=2", "b=3");
	}

	@Test
	void theSizeCountsEveryField() {
		assertThat(headers("a", "1", "a", "2").size()).isEqualTo(2);
		assertThat(HttpHeaders.empty().size()).isZero();
	}

	@Test
	void manyFieldsFit() {
		HttpHeaders.Builder builder = HttpHeaders.builder();
		for (int i = 0; i < 100; i++) {
			builder.add("n" + i, "v" + i);
		}
		assertThat(builder.build().size()).isEqualTo(100);
		assertThat(builder.build().first("n99")).contains("v99");
	}

	@Test
	void aBuilderThatGoesOnDoesNotChangeWhatItBuilt() {
		HttpHeaders.Builder builder = HttpHeaders.builder().add("a", "1");
		HttpHeaders first = builder.build();
		builder.add("b", "2");
		assertThat(first.size()).isOne();
	}

	@Test
	void allFieldsOfOthersAreAddedBehind() {
		assertThat(HttpHeaders.builder().add("a", "1").addAll(headers("a", "2", "b", "3")).build())
			.isEqualTo(headers("a", "1", "a", "2", "b", "3"));
	}

	@Test
	void headersAreEqualIfTheirFieldsAreInTheSameOrder() {
		assertThat(headers("A", "1", "b", "2")).isEqualTo(headers("a", "1", "B", "2"))
			.hasSameHashCodeAs(headers("a", "1", "B", "2"))
			.isNotEqualTo(headers("b", "2", "a", "1"))
			.isNotEqualTo(headers("a", "1"));
	}

	@Test
	void withoutFieldsAllHeadersAreTheSame() {
		assertThat(HttpHeaders.builder().build()).isSameAs(HttpHeaders.empty()).hasToString("{}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "authorization", "Authorization", "proxy-authorization", "cookie", "Set-Cookie" })
	void theTextHidesWhatIsSecret(String name) {
		assertThat(headers("a", "1", name, "secret", name, "secret").toString()).startsWith("{a: 1, ")
			.doesNotContain("secret")
			.contains("<redacted>");
	}

	@Test
	void theTextShowsWhatIsNot() {
		assertThat(headers("a", "1", "b", "")).hasToString("{a: 1, b: }");
	}

}
