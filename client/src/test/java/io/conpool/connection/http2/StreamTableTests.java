package io.conpool.connection.http2;

import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamTableTests {

	@Test
	void idsAreOddAndRise() {
		StreamTable streams = new StreamTable(1);
		assertThat(streams.nextId()).isEqualTo(1);
		streams.add(stream());
		assertThat(streams.nextId()).isEqualTo(3);
		assertThat(streams.isIdle(1)).isFalse();
		assertThat(streams.isIdle(3)).isTrue();
	}

	@Test
	void theServersIdsAreAlwaysIdle() {
		StreamTable streams = new StreamTable(99);
		assertThat(streams.isIdle(2)).isTrue();
	}

	@Test
	void theLastIdIsUsedAndThenThereIsNone() {
		StreamTable streams = new StreamTable(Integer.MAX_VALUE);
		assertThat(streams.hasIds()).isTrue();
		streams.add(stream());
		assertThat(streams.hasIds()).isFalse();
		assertThat(streams.get(Integer.MAX_VALUE)).isNotNull();
		assertThat(streams.isIdle(Integer.MAX_VALUE)).isFalse();
	}

	@Test
	void idsBecomeScarceOnceBeforeTheyAreUsedUp() {
		StreamTable streams = new StreamTable(Integer.MAX_VALUE - 200_002);
		assertThat(streams.becameScarce()).isFalse();
		streams.add(stream());
		assertThat(streams.becameScarce()).isTrue();
		streams.add(stream());
		assertThat(streams.becameScarce()).isFalse();
	}

	private static H2Stream stream() {
		H2Request request = H2Request.get("http://localhost/").build();
		return new H2Stream(null, request, (ExchangeObserver) null, Http2Config.defaults());
	}

}
