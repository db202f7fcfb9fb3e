package io.conpool.autoconfigure.httpclient;

import java.net.InetAddress;
import java.time.Duration;

import io.conpool.autoconfigure.ConnectionVariant;
import io.conpool.endpoint.AddressFilter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;

class VariantsTests {

	@Test
	void settingsThatSayNothingLeaveTheConnectionsAsTheyAre() {
		assertThat(Variants.of(HttpClientSettings.defaults())).isEqualTo(ConnectionVariant.NONE);
	}

	@Test
	void whatIsAboutCallsMakesNoVariant() {
		assertThat(Variants.of(HttpClientSettings.defaults().withReadTimeout(Duration.ofSeconds(1))))
			.isEqualTo(ConnectionVariant.NONE);
	}

	@Test
	void settingsThatAgreeAboutConnectionsHaveEqualVariants() {
		HttpClientSettings settings = HttpClientSettings.ofSslBundle(SslBundle.of(SslStoreBundle.NONE))
			.withInetAddressFilter(InetAddressFilter.of("10.0.0.0/8"))
			.withConnectTimeout(Duration.ofSeconds(1));
		assertThat(Variants.of(settings)).isEqualTo(Variants.of(settings.withReadTimeout(Duration.ofSeconds(2))))
			.isNotEqualTo(Variants.of(settings.withConnectTimeout(Duration.ofSeconds(2))))
			.isNotEqualTo(Variants.of(settings.withSslBundle(SslBundle.of(SslStoreBundle.NONE))))
			.isNotEqualTo(Variants.of(settings.withInetAddressFilter((address) -> true)));
	}

	@Test
	void theFilterPermitsWhatSpringsMatches() throws Exception {
		AddressFilter filter = Variants
			.of(HttpClientSettings.defaults().withInetAddressFilter(InetAddressFilter.of("10.0.0.0/8")))
			.addressFilter();
		assertThat(filter.permits(InetAddress.getByName("10.1.2.3"))).isTrue();
		assertThat(filter.permits(InetAddress.getByName("127.0.0.1"))).isFalse();
	}

}
