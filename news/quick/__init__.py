"""Quick entry (*Nộp nhanh*, *Nhập hộ*): one page turns a text with photos into a submitted article."""
