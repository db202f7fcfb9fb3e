package io.conpool.connection.http2.frame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderListTests {

	private final HeaderList list = new HeaderList();

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false,
			value = { "X,y", "'',y", ":,y", "a b,y", "a:b,y", "x, y", "x,y ", "connection,close", "te,gzip" })
	void whatIsMalformedStaysSoWhenTheTableHasItThreeTimes(String name, String value) {
		for (int i = 0; i < 3; i++) {
			this.list.begin().add(":status", "200").add(name, value).add("x", "y");
			assertThat(this.list.isMalformed()).isTrue();
		}
		this.list.begin().add(":status", "200").add("x", "y");
		assertThat(this.list.isMalformed()).isFalse();
	}

	@Test
	void whatStoodBehindAMalformedFieldIsLookedAt() {
		String[] lineBreak = { "x", "a\nb" };
		this.list.begin().add("A", "b").add(lineBreak[0], lineBreak[1]);
		this.list.begin().add("a", "b").add(lineBreak[0], lineBreak[1]);
		assertThat(this.list.isMalformed()).isTrue();
	}

	@Test
	void fieldsOfTheMessageBeforeAreNotOfThisOne() {
		this.list.begin().add(":status", "200").add("x", "1").add("y", "2");
		this.list.begin().add(":status", "204").add("x", "3");
		assertThat(this.list.size()).isEqualTo(2);
		assertThat(this.list.from(1).names()).containsExactly("x");
	}

	@Test
	void longListsLeaveNothingBehind() {
		this.list.begin();
		for (int i = 0; i < 1000; i++) {
			this.list.add("x" + i, "y");
		}
		assertThat(this.list.from(0).size()).isEqualTo(1000);
		this.list.begin().add("x0", "y");
		assertThat(this.list.from(0).size()).isEqualTo(1);
		assertThat(this.list.isMalformed()).isFalse();
	}

}
