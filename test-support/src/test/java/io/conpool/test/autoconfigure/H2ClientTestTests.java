package io.conpool.test.autoconfigure;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.test.MockH2Server;
import io.conpool.test.MockResponse;
import io.conpool.test.autoconfigure.example.ExampleApplication;
import io.conpool.test.autoconfigure.example.OrderService;
import io.conpool.test.autoconfigure.example.StockService;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The slice, with one of the application's two services. The first test is the one of
 * README.md.
 */
@H2ClientTest(OrderService.class)
@ContextConfiguration(classes = ExampleApplication.class)
class H2ClientTestTests {

	@Test
	void findsAnOrder(@Autowired OrderService orders, @Autowired MockH2Server server) {
		server.respond("GET", "/orders/1", MockResponse.json("{\"id\":1}")).refuseNext();
		assertThat(orders.find(1)).isEqualTo("{\"id\":1}");
		assertThat(server.takeRequest().path()).isEqualTo("/orders/1");
	}

	@Test
	void customizersOfTheApplicationAreThere(@Autowired OrderService orders, @Autowired MockH2Server server) {
		orders.find(1);
		assertThat(server.takeRequest().headers().first("x-tenant")).hasValue("7");
	}

	@Test
	void theContextHasTheClientsAndTheComponentThatIsNamedAndNoOther(@Autowired ApplicationContext context) {
		assertThat(context.getBean(H2ClientRegistry.class).names()).containsExactly("default", "stock");
		assertThat(context.getBeansOfType(OrderService.class)).hasSize(1);
		assertThat(context.getBeansOfType(StockService.class)).isEmpty();
	}

	@Test
	void theContextHasTheAutoConfigurationsThatClientsNeedAndNoOther(@Autowired ApplicationContext context) {
		assertThat(context.getBeansWithAnnotation(AutoConfiguration.class).values()).extracting(Object::getClass)
			.containsExactlyInAnyOrder(MockH2ServerAutoConfiguration.class, H2ClientAutoConfiguration.class,
					SslAutoConfiguration.class, JacksonAutoConfiguration.class);
	}

}
