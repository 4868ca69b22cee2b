//! A backend's picture from some pixels below its upper edge on, so that several charts stand in one.

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// A backend whose upper edge lies further down.
pub struct Below<'a, B> {
    /// What is drawn on.
    pub backend: &'a mut B,
    /// By how much, in pixels.
    pub top_px: i32,
}

type Drawn<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

impl<B> Below<'_, B> {
    fn moved(&self, (x_px, y_px): BackendCoord) -> BackendCoord {
        (x_px, y_px + self.top_px)
    }

    fn all_moved(&self, path: impl IntoIterator<Item = BackendCoord>) -> Vec<BackendCoord> {
        path.into_iter().map(|point| self.moved(point)).collect()
    }
}

impl<B: DrawingBackend> DrawingBackend for Below<'_, B> {
    type ErrorType = B::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.backend.get_size();
        (width, height.saturating_sub(self.top_px.unsigned_abs()))
    }

    fn ensure_prepared(&mut self) -> Drawn<B> {
        self.backend.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<B> {
        self.backend.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn<B> {
        self.backend.draw_pixel(self.moved(point), color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn<B> {
        self.backend.draw_line(self.moved(from), self.moved(to), style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<B> {
        self.backend.draw_rect(self.moved(upper_left), self.moved(bottom_right), style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<B> {
        let path = self.all_moved(path);
        self.backend.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<B> {
        self.backend.draw_circle(self.moved(center), radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<B> {
        let path = self.all_moved(path);
        self.backend.fill_polygon(path, style)
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        place: BackendCoord,
    ) -> Drawn<B> {
        self.backend.draw_text(text, style, self.moved(place))
    }
}
