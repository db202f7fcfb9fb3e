package io.conpool.test.autoconfigure;

import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.autoconfigure.health.H2ConpoolHealthContributorAutoConfiguration;
import io.conpool.autoconfigure.metrics.H2ClientMetricsAutoConfiguration;
import io.conpool.test.MockH2Server;
import io.conpool.test.MockResponse;
import io.conpool.test.autoconfigure.example.ExampleApplication;
import io.conpool.test.autoconfigure.example.OrderService;
import io.conpool.test.autoconfigure.example.StockService;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The slice, with one of the application's two services. README.md shows the first test.
 */
@H2ClientTest(OrderService.class)
@ContextConfiguration(classes = ExampleApplication.class)
class H2ClientTestTests {

	@Test
	void findsAnOrder(@Autowired OrderService orders, @Autowired MockH2Server server) {
		server.respond("GET", "/orders/1", MockResponse.json("{\"id\":1}"));
		assertThat(orders.find(1)).isEqualTo("{\"id\":1}");
		assertThat(server.takeRequest().headers().first("x-tenant")).hasValue("7");
	}

	@Test
	void aFaultIsMetByTheRealClient(@Autowired OrderService orders, @Autowired MockH2Server server) {
		server.respond("POST", "/orders", MockResponse.status(201)).refuseNext();
		assertThat(orders.place("order")).isEqualTo(201);
		assertThat(server.requests()).hasSize(2);
	}

	@Test
	void theContextHasTheClientsAndTheComponentThatIsNamed(@Autowired ApplicationContext context) {
		assertThat(context.getBeansOfType(OrderService.class)).hasSize(1);
		assertThat(context.getBean(H2ClientRegistry.class).names()).containsExactly("default", "stock");
		assertThat(context.getBeansOfType(SslBundles.class)).isNotEmpty();
		assertThat(context.getBeansOfType(JsonMapper.class)).isNotEmpty();
	}

	@Test
	void theContextHasNothingElse(@Autowired ApplicationContext context) {
		assertThat(context.getBeansOfType(StockService.class)).isEmpty();
		assertThat(context.getBeansOfType(H2ClientMetricsAutoConfiguration.class)).isEmpty();
		assertThat(context.getBeansOfType(H2ConpoolHealthContributorAutoConfiguration.class)).isEmpty();
		assertThat(context.containsBean("taskScheduler")).isFalse();
		assertThat(context.containsBean("applicationTaskExecutor")).isFalse();
	}

}
