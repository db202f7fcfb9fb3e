package io.conpool.call;

import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The frames are those of whoever runs the tests: ours are passed over.
 */
class CallSitesTests {

	private final CallSites sites = new CallSites();

	private long found(int calls) {
		return IntStream.range(0, calls).mapToObj((call) -> this.sites.ofCaller()).filter(Objects::nonNull).count();
	}

	@Test
	void theFirstCallIsLookedAt() {
		assertThat(found(1)).isOne();
	}

	@Test
	void afterItOneCallIn32Is() {
		assertThat(found(320)).isEqualTo(10);
	}

	@Test
	void everyCallIsOnceContentWasLeftUnread() {
		found(1);
		this.sites.contentLeftUnread();
		assertThat(found(100)).isEqualTo(100);
	}

}
